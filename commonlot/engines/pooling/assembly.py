"""Turn a group of sayings into what a buyer sees: base unit, exact total, tier and reasons of every line."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Context, Decimal, Inexact

from commonlot.engines.pooling.counting import Count, choose_and_count, exact_product, uneven
from commonlot.engines.pooling.explain import displays, group_name, reasons
from commonlot.engines.pooling.judging import AUTO, Scorer, judge_some
from commonlot.engines.pooling.needs import Asked, Group, GroupedLine, Kind, NeedLine, PoolingResult
from commonlot.engines.pooling.sayings import Saying
from commonlot.engines.pooling.score import Weights

_EXACT = Context(prec=60, traps=[Inexact])

Placed = tuple[str, float]


def make_group(
    sayings: Sequence[Saying], weights: Weights, confirmed: frozenset[tuple[int, int]], scorer: Scorer | None
) -> Group:
    """Return the group without its id. confirmed: pairs of kind numbers (low, high) that a buyer called the same."""
    kinds = sorted((kind for saying in sayings for kind in saying.kinds), key=lambda kind: kind.number)
    head = min(kinds, key=lambda k: (-len(k.stated), -len(k.lines), k.number))
    base, counts = choose_and_count(kinds)
    lone = sum(len(kind.lines) for kind in kinds) == 1
    (need,) = {saying.need for saying in sayings if head in saying.kinds}
    grouped: list[GroupedLine] = []
    facts = displays(head)
    places = [("single", 1.0)] if lone else _places(sayings, head, weights, scorer)
    for saying, placed in zip(sayings, places, strict=True):
        known = need is not None and saying.need == need and head not in saying.kinds
        for kind in saying.kinds:
            sure = known or (min(kind.number, head.number), max(kind.number, head.number)) in confirmed
            why = reasons(kind, head, facts, counts[kind.number].steps)
            why = ("same: confirmed before", *why) if known else why
            here = ("auto", placed[1]) if sure and not lone else placed
            grouped += [_line(kind, line, counts[kind.number], here, why) for line in kind.lines]
    total = Decimal(0)
    for line in grouped:
        total = _EXACT.add(total, line.base_quantity or Decimal(0))
    tier = "single" if lone else "suggest" if any(line.tier == "suggest" for line in grouped) else "auto"
    return Group("", group_name(head), base, total, tier, tuple(sorted(grouped, key=lambda g: g.line.key)))


def finish(lines_read: int, groups: Iterable[Group]) -> PoolingResult:
    """Put groups in order, number them and gather the questions."""
    in_order = sorted(
        groups, key=lambda group: (-len(group.lines), group.name, group.base_unit, _typed(group))
    )
    numbered = tuple(replace(group, id=f"g{i}") for i, group in enumerate(in_order, start=1))
    asked = [Asked(g.line, g.question) for group in numbered for g in group.lines if g.question]
    return PoolingResult(lines_read, numbered, tuple(sorted(asked, key=lambda a: a.line.key)))


def _places(
    sayings: Sequence[Saying], head: Kind, weights: Weights, scorer: Scorer | None
) -> Sequence[Placed]:
    """Return tier and score of each saying against the line that speaks for its group."""
    pairs = [
        (saying.speaker, head, 1.0 if saying.speaker.text == head.text else 0.8)
        for saying in sayings
        if head not in saying.kinds
    ]
    judged = iter(zip(*judge_some(pairs, weights, scorer), strict=True)) if pairs else iter(())
    says_enough = len(head.words) + len(head.stated) + len(head.codes) >= 2
    own = ("auto" if says_enough else "suggest"), 1.0
    return [own if head in saying.kinds else _placed(*next(judged)) for saying in sayings]


def _placed(score: float, tier: int) -> Placed:
    return ("auto" if tier == AUTO else "suggest"), float(score)


def _line(kind: Kind, line: NeedLine, count: Count, placed: Placed, why: tuple[str, ...]) -> GroupedLine:
    question = _first_question(kind, line) or count.question
    quantity = None
    if question is None and count.factor is not None:
        quantity = exact_product(line.quantity, count.factor)
        if quantity is None:
            question = uneven(line.quantity, kind.unit, count.base)
    steps = count.steps if quantity is not None else ()
    return GroupedLine(line, quantity, placed[0], why, kind.attributes, steps, question, placed[1])


def _first_question(kind: Kind, line: NeedLine) -> str | None:
    if line.question:
        return line.question
    return f"What is this? The description reads {line.description}." if kind.spoiled else None


def _typed(group: Group) -> list[str]:
    return sorted(
        f"{g.line.description}|{g.line.unit}|{g.line.part_number}|{g.line.quantity}" for g in group.lines
    )
