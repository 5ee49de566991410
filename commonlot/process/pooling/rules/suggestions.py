"""What the engine says about typed lines, turned into suggestions that a buyer can decide."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from commonlot.engines.pooling import Attribute, Decision, Group, GroupedLine, NeedLine, Step, pool_lines
from commonlot.engines.pooling.needs import Kind
from commonlot.engines.pooling.packs import unit_code
from commonlot.engines.pooling.pipeline import silent
from commonlot.engines.pooling.reading import read_kinds
from commonlot.engines.values import read_code
from commonlot.process.pooling import rules
from commonlot.process.pooling.rules import learnt as lessons
from commonlot.process.pooling.rules import queue
from commonlot.process.pooling.rules.learnt import NOTHING, Learnt

Progress = Callable[[str, int, int], None]
CODES = ("model", "nsn")
LONGEST_WORDS = 120


@dataclass(frozen=True)
class TypedLine:
    """An accepted line as its agency typed it, and what a buyer has said about its unit.

    count_in: the base unit that a buyer chose for its group. conversion: (base unit, how many of it one typed
    unit holds), where somebody stated it. holding: what the agency said of its unit with the need, in words.
    """

    pk: int
    agency: str
    description: str
    unit: str
    quantity: Decimal
    part_number: str = ""
    price_paid: Decimal | None = None
    count_in: str | None = None
    conversion: tuple[str, Fraction] | None = None
    holding: str = ""

    @property
    def as_read(self) -> str:
        """The mark of everything that is read of the line."""
        return rules.fingerprint(self.description, self.unit, self.quantity, self.part_number, self.holding)


@dataclass(frozen=True)
class SuggestedLine:
    """One line of a suggestion: in the group's base unit, or with the question that must be answered first."""

    line: TypedLine
    tier: str
    base_quantity: Decimal | None
    question: str
    why: list[str]
    attributes: list[dict[str, Any]]
    score: float = 1.0


@dataclass(frozen=True)
class Suggestion:
    """Some lines that look like one need; joins: the confirmed group to which they would be added.

    stake: dollars, of the lines that state a price. doubt: how unsure, 0 to 1. priority: where it stands in the queue.
    """

    name: str
    base_unit: str
    tier: str
    lines: list[SuggestedLine]
    reasons: list[dict[str, str]]
    stake: Decimal
    joins: int | None = None
    doubt: Decimal = Decimal(0)
    priority: Decimal = Decimal(0)

    @property
    def looks_sure(self) -> bool:
        """Say whether it could be confirmed in one click: alike to the last line, each of them counted."""
        return self.tier == "auto" and self.joins is None and all(row.base_quantity for row in self.lines)


@dataclass(frozen=True)
class Standing:
    """What is decided already: the match of every line that is held, and the base unit of each of those matches."""

    match_of: Mapping[int, int] = field(default_factory=dict)
    unit_of: Mapping[int, str] = field(default_factory=dict)


def suggest(
    lines: Sequence[TypedLine],
    decisions: Iterable[tuple[int, int, str]],
    standing: Standing,
    progress: Progress,
    learnt: Learnt = NOTHING,
) -> list[Suggestion]:
    """Return a suggestion for every line that no standing decision holds; each such line stands in exactly one."""
    by_pk = {line.pk: line for line in lines}
    decided = [each for each in decisions if each[0] in by_pk and each[1] in by_pk]
    decided += [(a, b, "same") for a, b in lessons.known_together(learnt.known, decided)]
    found = (_suggestion(group, by_pk, standing, learnt) for group in _pool(lines, decided, progress, learnt))
    return [suggestion for suggestion in found if suggestion is not None]


def _pool(
    lines: Sequence[TypedLine], decided: Iterable[tuple[int, int, str]], progress: Progress, learnt: Learnt
) -> Sequence[Group]:
    return pool_lines(
        [_need(line, learnt) for line in lines],
        [Decision((a,), (b,), verdict) for a, b, verdict in decided],
        progress,
        vocabulary=learnt.vocabulary,
        scorer=learnt.scorer,
    ).groups


def recount(
    lines: Sequence[TypedLine], base_unit: str, learnt: Learnt = NOTHING
) -> dict[int, tuple[Decimal | None, str]]:
    """Count the lines of one group in another base unit: line -> (base quantity, question)."""
    wanted = [TypedLine(**{**vars(line), "count_in": base_unit}) for line in lines]
    together = [(a, b, "same") for a, b in rules.chain(line.pk for line in lines)]
    return {
        _pk(grouped): (rules.exact_quantity(grouped.base_quantity), _question(grouped))
        for group in _pool(wanted, together, silent, learnt)
        for grouped in group.lines
    }


def read_lines(lines: Iterable[TypedLine], learnt: Learnt) -> dict[int, Kind]:
    """Read lines without sorting them: line -> what the engine reads of it."""
    kinds = read_kinds([_need(line, learnt) for line in lines], frozenset(), silent, learnt.vocabulary)
    return {int(str(line.key[0])): kind for kind in kinds for line in kind.lines}


@dataclass(frozen=True)
class ReadLine:
    """A line as it was read before: what the engine found in it, and what it comes to in the unit of its group."""

    line: TypedLine
    base_quantity: Decimal | None
    tier: str
    attributes: Sequence[Mapping[str, Any]]


def read_together(
    rows: Sequence[ReadLine], base_unit: str
) -> tuple[list[list[dict[str, Any]]], list[dict[str, str]]]:
    """Say anew what lines that a buyer put into one group share, lack and clash in: each line's marks, and why.

    Nothing is read again: what the engine found in each line before is held against the others.
    """
    grouped = [_grouped(row) for row in rows]
    marks = [_attributes(each, grouped) for each in grouped]
    for row, found in zip(rows, marks, strict=True):
        found += [dict(a) for a in row.attributes if a["name"] == "pack" and a.get("look") != rules.MISSING]
    return marks, explain(grouped, held=0, unit=base_unit)


def _grouped(row: ReadLine) -> GroupedLine:
    read = tuple(
        Attribute(
            a["name"], a["value"], a["start"], a["end"], hard=a.get("hard", True), display=a.get("said", "")
        )
        for a in row.attributes
        if a.get("end")
    )
    return GroupedLine(_need(row.line, NOTHING), row.base_quantity, row.tier, (), read)


def _need(line: TypedLine, learnt: Learnt) -> NeedLine:
    code = unit_code(line.unit, learnt.vocabulary)
    steps = lessons.custom_steps(line.description, code, learnt)
    if line.conversion is not None:
        content, count = line.conversion
        stated = Step(code, count, content, "buyer")
        steps = (stated, *(step for step in steps if step.pack != code))
    return NeedLine(
        (line.pk,), line.agency, line.description, line.unit, line.quantity, line.part_number or None,
        count_in=line.count_in, conversions=steps,
    )  # fmt: skip


def _pk(grouped: GroupedLine) -> int:
    return int(str(grouped.line.key[0]))


def _suggestion(
    group: Group, by_pk: Mapping[int, TypedLine], standing: Standing, learnt: Learnt
) -> Suggestion | None:
    free = [g for g in group.lines if _pk(g) not in standing.match_of]
    if not free:
        return None
    joins, held = _confirmed_group(group, standing)
    lines = [_line(grouped, by_pk, group) for grouped in free]
    tier = "suggest" if joins else rules.tier_of([line.tier for line in lines])
    worth = [(line.line.quantity, line.line.price_paid) for line in lines]
    reasons = explain(group.lines, held=held, unit=group.base_unit)
    known = [learnt.known[_pk(grouped)] for grouped in group.lines if _pk(grouped) in learnt.known]
    reasons[0]["text"] = lessons.known_words(known) + reasons[0]["text"]
    name = known[0].name if len({each.need for each in known}) == 1 else group.name
    asked = any(line.base_quantity is None for line in lines)
    unsure = queue.doubt(tier, (line.score for line in lines), asked=asked)
    return Suggestion(
        name[:300], group.base_unit[:10], tier, lines, reasons, rules.stake(worth), joins, unsure,
        queue.priority(worth, unsure),
    )  # fmt: skip


def _confirmed_group(group: Group, standing: Standing) -> tuple[int | None, int]:
    """Return the confirmed match that the engine puts these lines with, and how many of its lines are here."""
    keys = [_pk(grouped) for grouped in group.lines]
    matches = Counter(standing.match_of[key] for key in keys if key in standing.match_of)
    fitting = {match: n for match, n in matches.items() if standing.unit_of.get(match) == group.base_unit}
    if not fitting:
        return None, 0
    chosen = min(fitting, key=lambda match: (-fitting[match], match))
    return chosen, fitting[chosen]


def _line(grouped: GroupedLine, by_pk: Mapping[int, TypedLine], group: Group) -> SuggestedLine:
    typed = by_pk[_pk(grouped)]
    quantity = rules.exact_quantity(grouped.base_quantity)
    question = "" if quantity is not None else _question(grouped)
    return SuggestedLine(
        typed, grouped.tier, quantity, question, list(grouped.why), _attributes(grouped, group.lines),
        grouped.score,
    )  # fmt: skip


def _question(grouped: GroupedLine) -> str:
    if grouped.question:
        return grouped.question[:300]
    return "" if grouped.base_quantity is not None else "How much is this in the unit of the group?"


# --- why, in words ----------------------------------------------------------------------------------------


def _facts(attributes: Iterable[Attribute]) -> dict[str, str]:
    """Return the hard facts of a line as a person reads them: name -> words."""
    said: dict[str, list[str]] = {}
    for attribute in attributes:
        if attribute.hard and attribute.name not in CODES:
            words = said.setdefault(attribute.name, [])
            if (attribute.display or attribute.value) not in words:
                words.append(attribute.display or attribute.value)
    return {name: " ".join(words)[:LONGEST_WORDS] for name, words in said.items()}


def _attributes(grouped: GroupedLine, lines: Sequence[GroupedLine]) -> list[dict[str, Any]]:
    common = _common_facts(lines)
    found: list[dict[str, Any]] = []
    for attribute in grouped.attributes:
        clash = attribute.hard and attribute.name in common and attribute.value not in common[attribute.name]
        found.append(
            {
                "name": attribute.name, "value": attribute.value, "start": attribute.start, "end": attribute.end,
                "said": (attribute.display or attribute.value)[:LONGEST_WORDS], "hard": attribute.hard,
                "look": rules.CLASH if clash else rules.READ,
            }
        )  # fmt: skip
    found += [
        {"name": "pack", "value": str(step), "said": str(step), "look": rules.READ} for step in grouped.steps
    ]
    stated = {attribute.name for attribute in grouped.attributes}
    lacking = [name for name in common if name not in stated]
    found += [
        {"name": name, "value": "", "said": f"{plain(name)} not stated", "look": rules.MISSING}
        for name in lacking
    ]
    if grouped.base_quantity is None:
        found.append(
            {"name": "pack", "value": "", "said": "how much it holds not stated", "look": rules.MISSING}
        )
    return found


def _common_facts(lines: Sequence[GroupedLine]) -> dict[str, set[str]]:
    """Return the hard facts that at least half of the lines state, each with its most usual value."""
    if len(lines) < 2:
        return {}
    counted: dict[str, Counter[str]] = {}
    for grouped in lines:
        for name, value in {(a.name, a.value) for a in grouped.attributes if a.hard and a.name not in CODES}:
            counted.setdefault(name, Counter())[value] += 1
    return {
        name: {value for value, n in values.items() if n == max(values.values())}
        for name, values in counted.items()
        if 2 * sum(values.values()) >= len(lines)
    }


def plain(name: str) -> str:
    """Write the name of an attribute as a word."""
    return name.replace("_", " ")


def explain(lines: Sequence[GroupedLine], *, held: int, unit: str) -> list[dict[str, str]]:
    """Say why the lines stand together, what some do not state, and what differs."""
    many = len(lines)
    if many == 1:
        alone = "No other line of this pool says the same. It stands as a need of its own."
        return [{"kind": "together", "text": alone}]
    facts = [_facts(grouped.attributes) for grouped in lines]
    counted = Counter((name, words) for each in facts for name, words in each.items())
    in_all = [words for (_, words), n in counted.items() if n == many]
    in_some = [(words, n) for (_, words), n in counted.most_common() if 1 < n < many][:4]
    text = (
        f"{_listed(in_all).capitalize()} in all {many}. " if in_all else "The words of the lines are alike. "
    )
    codes = Counter(code for grouped in lines for code in _codes(grouped))
    code, shared = min(codes.items(), key=lambda item: (-item[1], item[0])) if codes else ("", 0)
    if shared > 1:
        text += f"Part number {code} in {shared} of {many}. "
    if in_some:
        text += "; ".join(f"{words} in {n} of {many}" for words, n in in_some).capitalize() + ". "
    if held:
        text += f"{held} of them you have confirmed before; these would be added. "
    reasons = [{"kind": "together", "text": text + "Brand and pack size do not split a need."}]
    return reasons + _not_stated(lines, facts) + _differs(facts)


def _codes(grouped: GroupedLine) -> set[str]:
    codes = {(a.display or a.value).upper() for a in grouped.attributes if a.name in CODES}
    stated = read_code(grouped.line.part_number)
    return codes | ({stated.upper()} if stated else set())


def _not_stated(lines: Sequence[GroupedLine], facts: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    names = {name for each in facts for name in each}
    lacking = {plain(name): sum(name not in each for each in facts) for name in sorted(names)}
    parts = [f"{name} in {n}" for name, n in lacking.items() if n and 2 * n <= len(facts)]
    asked = sum(grouped.base_quantity is None for grouped in lines)
    parts += [f"how much the unit holds in {asked}"] if asked else []
    if not parts:
        return []
    return [{"kind": "not_stated", "text": f"{_listed(parts).capitalize()}. Not a conflict, so look at it."}]


def _differs(facts: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    values: dict[str, set[str]] = {}
    for each in facts:
        for name, words in each.items():
            values.setdefault(name, set()).add(words)
    parts = [
        f"{plain(name)}: {' or '.join(sorted(words)[:4])}"
        for name, words in sorted(values.items())
        if len(words) > 1
    ]
    return [{"kind": "differs", "text": f"{_listed(parts).capitalize()}."}] if parts else []


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
