"""What may stand in a mail's head, and what a mail server's refusal means."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException

from commonlot.records.notices.bounces.rules import is_refused_for_good

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
OF_ONE_ADDRESS = ("From", "Reply-To")
LONGEST_HEADER = 900
LONGEST_ADDRESS = 254
# controls, lone surrogates, and the separators of lines and paragraphs
_BREAKING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_MAILBOX = re.compile(r'(?:"[^"\\<>]*" |[^"\\<>@,;:()\[\]]+ )<([^<>\s]+)>|([^<>\s]+)')
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[^\W_]([\w-]*[^\W_])?")


def why_not_line(text: str, *, longest: int) -> str | None:
    """Say why a text cannot stand on one line of a mail's head, or None."""
    if not text.strip():
        return "It is empty."
    if len(text) > longest:
        return f"It has more than {longest} characters."
    if _BREAKING.search(text):
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


def _why_not_mailbox(value: str) -> str | None:
    found = _MAILBOX.fullmatch(value)
    if found is None:
        return "It must be one address, with a name before it or without."
    return why_not_address(found[1] or found[2])


def why_not_headers(headers: Mapping[str, str]) -> str | None:
    """Say which added line a mail's head must not have, or None."""
    for name, value in headers.items():
        if name not in HEADERS:
            return f"A mail from here has no line “{name[:40]}”."
        reason = why_not_line(value, longest=LONGEST_HEADER)
        if reason is None and name in OF_ONE_ADDRESS:
            reason = _why_not_mailbox(value)
        if reason is not None:
            return f"The line “{name}” does not fit: {reason}"
    return None


@dataclass(frozen=True)
class Refusal:
    """What a mail server said against a mail: about this mail or all mail, for now or for good.

    Only an address that does not exist is refused for good: any other refusal may come from a wrong setting of
    ours, and would give up ten thousand mails in a minute.
    """

    words: str
    is_about_the_mail: bool
    is_final: bool


def read_refusal(error: OSError) -> Refusal:
    """Tell what is meant by what the mail server said, or by its silence."""
    if isinstance(error, SMTPRecipientsRefused):
        replies = [(code, _text(said)) for code, said in error.recipients.values()]
        words = "; ".join(dict.fromkeys(f"{code} {said}" for code, said in replies))
        is_final = all(is_refused_for_good(code, said) for code, said in replies)
        return Refusal(words, is_about_the_mail=True, is_final=is_final)
    if isinstance(error, SMTPResponseException):
        words = f"{error.smtp_code} {_text(error.smtp_error)}"
        return Refusal(words, is_about_the_mail=isinstance(error, SMTPDataError), is_final=False)
    return Refusal(str(error) or type(error).__name__, is_about_the_mail=False, is_final=False)


def _text(said: bytes | str) -> str:
    plain = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return _BREAKING.sub(" ", plain)[:500].strip()


def _is_domain(domain: str) -> bool:
    if not all(_LABEL.fullmatch(label) for label in domain.split(".")):
        return False
    try:
        return len(domain.encode("idna")) < LONGEST_ADDRESS
    except UnicodeError:
        return False


def mailbox(name: str, address: str) -> str:
    """Return a name and an address as one mailbox; of a full mailbox, its bare address is taken."""
    bare = parseaddr(address)[1]
    plain = " ".join(re.sub(r'[<>@,;:"\\()\[\]=?]', " ", _BREAKING.sub(" ", name)).split())
    return f"{plain} <{bare}>" if plain else bare
