"""Reading the list's own letters: their text, and the one link in each."""

import re
from email.message import EmailMessage
from urllib.parse import urlsplit

from django.core import mail


def text_of(letter: EmailMessage) -> str:
    """Return the plain words of a letter that arrived."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def path_in(text: str) -> str:
    """Return the path of the one link in a text."""
    (link,) = re.findall(r"http\S+", text)
    return urlsplit(link).path


def box_of(address: str) -> list[mail.EmailMessage]:
    """Return what went to an address by the test's own mail backend."""
    return [each for each in mail.outbox if each.to == [address]]
