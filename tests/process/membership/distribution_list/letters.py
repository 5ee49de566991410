"""Reading the list's own letters: the one link in each."""

import re
from urllib.parse import urlsplit


def path_in(text: str) -> str:
    """Return the path of the one link in a text."""
    (link,) = re.findall(r"http\S+", text)
    return str(urlsplit(link).path)
