"""What may stand in a mail's head: nothing that a mail server could read as another line or another address."""

import re
import unicodedata
from collections.abc import Mapping

# What a sender may add to a mail; everything else in its head is written by the outbox itself.
HEADERS = (
    "Auto-Submitted",
    "Feedback-ID",
    "From",
    "List-Help",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Precedence",
    "Reply-To",
    "X-Auto-Response-Suppress",
)
LONGEST_HEADER = 900
LONGEST_ADDRESS = 254
_BREAKING = {"Cc", "Cs", "Zl", "Zp"}  # controls, lone surrogates, and the separators of lines and paragraphs
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[^\W_]([\w-]*[^\W_])?")


def why_not_line(text: str, *, longest: int) -> str | None:
    """Say why a text cannot stand on one line of a mail's head, or None."""
    if not text.strip():
        return "It is empty."
    if len(text) > longest:
        return f"It has more than {longest} characters."
    if any(unicodedata.category(sign) in _BREAKING for sign in text):
        return "It must be one line of plain characters."
    return None


def why_not_address(address: str) -> str | None:
    """Say why a text is not exactly one address of mail, or None."""
    reason = why_not_line(address, longest=LONGEST_ADDRESS)
    if reason is not None:
        return reason
    local, _, domain = address.rpartition("@")
    if not _LOCAL.fullmatch(local) or not _is_domain(domain):
        return "It must be one address, such as name@example.gov."
    return None


def why_not_headers(headers: Mapping[str, str]) -> str | None:
    """Say which added line a mail's head must not have, or None."""
    for name, value in headers.items():
        if name not in HEADERS:
            return f"A mail from here has no line “{name[:40]}”."
        reason = why_not_line(value, longest=LONGEST_HEADER)
        if reason is not None:
            return f"The line “{name}” does not fit: {reason}"
    return None


def _is_domain(domain: str) -> bool:
    if not all(_LABEL.fullmatch(label) for label in domain.split(".")):
        return False
    try:
        return len(domain.encode("idna")) < LONGEST_ADDRESS
    except UnicodeError:
        return False
