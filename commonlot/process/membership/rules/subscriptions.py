"""What a wish to be on the list must say, and which lines of a person's are harmless in a mail's head."""

import unicodedata
from collections.abc import Collection, Iterable

from commonlot.process.membership.rules.commodities import COMMODITIES

LONGEST_NAME = 120
# controls, invisible signs, lone surrogates, private use, unassigned, and the separators of lines
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_NEVER_IN_A_NAME = set('<>@:;"\\=?')


def one_line(text: str, *, longest: int = LONGEST_NAME) -> str:
    """Return what a person typed as one line without unseen signs, cut to a length."""
    seen = "".join(" " if unicodedata.category(sign) in _UNSEEN else sign for sign in text)
    return " ".join(seen.split())[:longest].rstrip()


def plain_name(text: str) -> str:
    """Return a person's name as one line that holds no address, no web link and no encoded word."""
    return one_line("".join(" " if sign in _NEVER_IN_A_NAME else sign for sign in text))


def why_not_wish(
    *, topics: Collection[str], commodities: Collection[str], known_topics: Collection[str]
) -> tuple[str, str] | None:
    """Return the field at fault and why a wish for topics and commodities cannot be kept, or None."""
    if not topics:
        return "topics", "Choose at least one topic."
    if not set(topics) <= set(known_topics):
        return "topics", "Choose topics from the list."
    if not set(commodities) <= set(COMMODITIES):
        return "commodities", "Choose commodities from the list."
    return None


def in_order(chosen: Iterable[str], order: Iterable[str]) -> list[str]:
    """Return what was chosen, each once, in the order in which it is offered."""
    wanted = set(chosen)
    return [each for each in order if each in wanted]


def commodities_of(goods: str) -> set[str]:
    """Return the commodities that a few words about goods speak of: "road salt, bulk" is ROAD-SALT."""
    said = f" {' '.join(''.join(s if s.isalnum() else ' ' for s in goods.lower()).split())} "
    return {
        each.code
        for each in COMMODITIES.values()
        if any(_says(said, word) for word in (each.name, *each.words))
    }


def _says(said: str, word: str) -> bool:
    plain = " ".join("".join(s if s.isalnum() else " " for s in word.lower()).split())
    parts = [part for part in plain.split() if part not in {"and", "of"}]
    return f" {plain} " in said or (len(parts) > 1 and f" {' '.join(parts[:2])} " in said)


def box_of(email: str) -> str:
    """Return the mailbox behind an address: what stands after a plus reaches the same person."""
    local, _, domain = email.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
