"""The whole of pooling: read, find, judge, group, count, explain."""

from collections.abc import Callable, Sequence
from decimal import Context, Decimal, Inexact
from fractions import Fraction

from commonlot.engines.pooling.candidates import find_candidates
from commonlot.engines.pooling.cluster import form_groups
from commonlot.engines.pooling.counting import Count, choose_and_count, exact_decimal, uneven
from commonlot.engines.pooling.explain import group_name, reasons
from commonlot.engines.pooling.needs import (
    Asked,
    Decision,
    Group,
    GroupedLine,
    Kind,
    NeedLine,
    PoolingResult,
)
from commonlot.engines.pooling.reading import read_kinds
from commonlot.engines.pooling.score import Judgement, Weights, judge
from commonlot.engines.pooling.vocabulary import Vocabulary
from commonlot.kernel.errors import Refused

Progress = Callable[[str, int, int], None]
_EXACT = Context(prec=60, traps=[Inexact])


def silent(_stage: str, _done: int, _of: int) -> None:
    """Report progress to nobody."""


def pool_lines(
    lines: Sequence[NeedLine],
    decisions: Sequence[Decision] = (),
    progress: Progress = silent,
    *,
    vocabulary: Vocabulary | None = None,
    scorer: object | None = None,
) -> PoolingResult:
    """Pool like needs.

    lines: any number, each with a key of its own; their order changes nothing. decisions: a buyer's words,
    which outrank every score. progress(stage, done, of) is called now and then.
    Returns every line in exactly one group. A group's total is the exact sum of its lines; a line that needs
    an answer first has base_quantity None and is in no total. Raises Refused for two lines with one key,
    decisions about lines that are not there, and decisions that contradict each other.
    """
    _check(lines, decisions)
    decided = [(d.a, d.b, d.verdict) for d in decisions]
    apart = frozenset(key for a, b, verdict in decided if verdict == "different" for key in (a, b))
    kinds = read_kinds(lines, apart, progress, vocabulary)
    home = {line.key: kind.number for kind in kinds for line in kind.lines}
    weights = Weights(kinds)
    judged = _judge_all(kinds, weights, progress)
    pairs: dict[str, list[tuple[int, int]]] = {"same": [], "different": []}
    for a, b, verdict in decided:
        pairs[verdict].append((min(home[a], home[b]), max(home[a], home[b])))
    members = form_groups(kinds, judged, pairs["same"], pairs["different"], weights)
    confirmed = set(pairs["same"])
    groups = [_group([kinds[number] for number in group], weights, confirmed) for group in members]
    groups.sort(key=lambda group: (-len(group.lines), group.name, group.base_unit, _typed(group)))
    numbered = tuple(
        Group(f"g{i}", g.name, g.base_unit, g.total, g.tier, g.lines) for i, g in enumerate(groups, start=1)
    )
    asked = [Asked(g.line, g.question) for group in numbered for g in group.lines if g.question]
    progress("pooled", len(lines), len(lines))
    return PoolingResult(len(lines), numbered, tuple(sorted(asked, key=lambda a: a.line.key)))


def _check(lines: Sequence[NeedLine], decisions: Sequence[Decision]) -> None:
    keys = {line.key for line in lines}
    if len(keys) < len(lines):
        raise Refused("Two lines have the same key.")
    for decision in decisions:
        if decision.verdict not in ("same", "different"):
            raise Refused(f"A decision says “{decision.verdict}”; expected “same” or “different”.")
        missing = [key for key in (decision.a, decision.b) if key not in keys]
        if missing:
            raise Refused(f"A decision names a line that was not read: {', '.join(map(str, missing[0]))}.")
        if decision.a == decision.b:
            raise Refused(f"A decision names one line twice: {', '.join(map(str, decision.a))}.")


def _judge_all(
    kinds: Sequence[Kind], weights: Weights, progress: Progress
) -> dict[tuple[int, int], Judgement]:
    progress("finding", 0, len(kinds))
    candidates = find_candidates(kinds)
    judged = {}
    for done, (pair, cosine) in enumerate(sorted(candidates.items())):
        judgement = judge(kinds[pair[0]], kinds[pair[1]], cosine, weights)
        if judgement.tier != "none":
            judged[pair] = judgement
        if done % 5000 == 0:
            progress("comparing", done, len(candidates))
    progress("comparing", len(candidates), len(candidates))
    return judged


def _group(kinds: Sequence[Kind], weights: Weights, confirmed: set[tuple[int, int]]) -> Group:
    head = min(kinds, key=lambda k: (-len(k.stated), -len(k.lines), k.number))
    base, counts = choose_and_count(kinds)
    lone = sum(len(kind.lines) for kind in kinds) == 1
    grouped: list[GroupedLine] = []
    for kind in kinds:
        placed = ("single", 1.0) if lone else _tier(kind, head, weights, confirmed)
        why = reasons(kind, head, len(kinds) - 1, counts[kind.number].steps)
        grouped += [_line(kind, line, counts[kind.number], placed, why) for line in kind.lines]
    total = Decimal(0)
    for line in grouped:
        total = _EXACT.add(total, line.base_quantity or Decimal(0))
    tier = "single" if lone else "suggest" if any(line.tier == "suggest" for line in grouped) else "auto"
    ordered = tuple(sorted(grouped, key=lambda g: g.line.key))
    return Group("", group_name(head), base, total, tier, ordered)


def _tier(kind: Kind, head: Kind, weights: Weights, confirmed: set[tuple[int, int]]) -> tuple[str, float]:
    if kind.number == head.number:
        says_enough = len(kind.words) + len(kind.stated) + len(kind.codes) >= 2
        return ("auto" if says_enough else "suggest"), 1.0
    pair = (min(kind.number, head.number), max(kind.number, head.number))
    judgement = judge(kind, head, 1.0 if kind.text == head.text else 0.8, weights)
    if pair in confirmed or (judgement.tier == "auto" and not judgement.conflict):
        return "auto", judgement.score
    return "suggest", judgement.score


def _line(
    kind: Kind, line: NeedLine, count: Count, placed: tuple[str, float], why: tuple[str, ...]
) -> GroupedLine:
    question = _first_question(kind, line) or count.question
    quantity = None
    if question is None and count.factor is not None:
        quantity = exact_decimal(Fraction(line.quantity) * count.factor)
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
