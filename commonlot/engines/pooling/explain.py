"""Say in words why lines stand together: what is the same, what is not stated, what differs, how it was counted."""

from collections.abc import Mapping, Sequence

from commonlot.engines.pooling.attributes import CODES
from commonlot.engines.pooling.needs import Kind
from commonlot.engines.pooling.packs import Step
from commonlot.engines.pooling.score import conflicting, shares_code

LONGEST = 80
SIZES = ("size2", "size3", "length")


def displays(kind: Kind) -> dict[str, str]:
    """Return the hard facts of a kind as a person reads them: name -> words."""
    words: dict[str, list[str]] = {}
    for attribute in kind.attributes:
        if attribute.hard and attribute.name not in CODES:
            said = words.setdefault(attribute.name, [])
            if (attribute.display or attribute.value) not in said:
                said.append(attribute.display or attribute.value)
    return {name: " ".join(said) for name, said in words.items()}


def reasons(kind: Kind, head: Kind, facts: Mapping[str, str], steps: Sequence[Step]) -> tuple[str, ...]:
    """Return the reasons for one line: against the line that speaks for the group, then its conversions.

    facts: the displays of that line.
    """
    why: list[str] = []
    if kind.number == head.number and len(kind.lines) > 1:
        why.append(f"same: typed alike by {len(kind.lines)} lines")
    elif kind.number != head.number:
        why += _against(kind, head, facts)
    if steps:
        why.append(", ".join(str(step) for step in steps))
    return tuple(why)


def _against(kind: Kind, head: Kind, theirs: Mapping[str, str]) -> list[str]:
    mine = displays(kind)
    agreed = {name for name in mine if _agree(name, kind, head)}
    same = [words for name, words in mine.items() if name in agreed]
    codes = sorted(kind.codes & head.codes) or (
        [min(kind.primary, head.primary, key=len)] if shares_code(kind, head) else []
    )
    if codes:
        same.append(f"part number {codes[0].upper()}")
    if not same:
        same = [word for word in kind.words if word in head.words][:5]
    differs = [
        f"{words} / {theirs[name]}"
        for name, words in mine.items()
        if name in theirs and name not in agreed and words != theirs[name]
    ]
    if kind.codes and head.codes and not codes:
        differs.append("part number")
    lacking = [name for name in theirs if name not in mine and not _agree(name, kind, head)]
    beyond = [words for name, words in mine.items() if name not in theirs and name not in agreed]
    why = [f"same: {', '.join(same)}"] if same else []
    why += [f"differs: {', '.join(differs)}"] if differs else []
    why += [f"not stated here: {', '.join(lacking)}"] if lacking else []
    why += [f"stated here only: {', '.join(beyond)}"] if beyond else []
    return why


def _agree(name: str, kind: Kind, head: Kind) -> bool:
    """Tell whether two lines state a fact alike; a size is one fact, however it was typed."""
    names = SIZES if name in ("dimensions", "length", "thread") else (name,)
    both = [n for n in names if n in kind.stated and n in head.stated]
    return bool(both) and not any(conflicting({n: kind.stated[n]}, {n: head.stated[n]}) for n in both)


def group_name(head: Kind) -> str:
    """Name a group: its words, then its facts; a line that says too much or too little is quoted as typed."""
    facts = list(displays(head).values())
    words = [word for word in dict.fromkeys((*head.words, *sorted(head.numbers))) if len(word) > 1]
    if facts and 1 <= len(words) <= 4 and not head.spoiled:
        name = ", ".join([" ".join(words).capitalize(), *facts])
        return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"
    typed = " ".join(head.lines[0].description.split())
    return typed if len(typed) <= LONGEST else typed[: LONGEST - 1] + "…"
