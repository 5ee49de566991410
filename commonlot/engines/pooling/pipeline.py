"""The whole of pooling in one process: read, collapse, know again, find, judge, group, count, explain."""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np

from commonlot.engines.pooling.assembly import finish, make_group
from commonlot.engines.pooling.candidates import (
    BLOCK,
    COMMON,
    Numbers,
    equal_keys,
    near_texts,
    once,
    worth_judging,
)
from commonlot.engines.pooling.cluster import Pair, form_groups
from commonlot.engines.pooling.grams import add_up, cosines, count_grams, rare_only, weigh
from commonlot.engines.pooling.judging import Judged, Scorer, judge_pairs
from commonlot.engines.pooling.needs import Decision, Group, Key, Kind, NeedLine, PoolingResult
from commonlot.engines.pooling.reading_at_once import read_all
from commonlot.engines.pooling.register import Register, to_compare
from commonlot.engines.pooling.sayings import Saying, collapse, text_of
from commonlot.engines.pooling.score import SUGGEST, Weights
from commonlot.kernel.errors import Refused

Progress = Callable[[str, int, int], None]


def silent(_stage: str, _done: int, _of: int) -> None:
    """Report progress to nobody."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the collector of cycles from going through millions of objects again and again: pooling makes no cycles."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


@uncollected()
def pool_lines(
    lines: Sequence[NeedLine],
    decisions: Sequence[Decision] = (),
    progress: Progress = silent,
    *,
    vocabulary: Any = None,
    scorer: Scorer | None = None,
    register: Register | None = None,
    processes: int = 1,
) -> PoolingResult:
    """Pool like needs.

    lines: any number, each with a key of its own; their order changes nothing. decisions: a buyer's words,
    which outrank every score. progress(stage, done, of) is called now and then. vocabulary: a buyer's own
    abbreviations and units. scorer: what was learnt from decisions, else the score set by hand. register: needs
    confirmed earlier. processes: how many may read at once (more than one starts fresh Python processes).
    Returns every line in exactly one group. A group's total is the exact sum of its lines; a line that needs
    an answer first has base_quantity None and is in no total. Raises Refused for two lines with one key,
    decisions about lines that are not there, and decisions that contradict each other.
    """
    check(lines, decisions)
    apart = set_apart(decisions)
    read = read_all(lines, apart, progress, vocabulary, processes)
    weights = Weights(read)
    sayings = (register or Register()).known(collapse(read, apart), apart)
    kinds = [kind for saying in sayings for kind in saying.kinds]
    del read
    judged = _find_and_judge(sayings, weights, scorer, progress)
    home = {line.key: i for i, saying in enumerate(sayings) for kind in saying.kinds for line in kind.lines}
    same, different = decided(decisions, home)
    members = form_groups(
        dict(enumerate(sayings)), judged, same, different, weights=weights, suggest=least(scorer)
    )
    kind_of = {line.key: kind.number for kind in kinds for line in kind.lines}
    confirmed = frozenset(decided(decisions, kind_of)[0])
    make = partial(make_group, weights=weights, confirmed=confirmed, scorer=scorer)
    groups = list(_groups(members, sayings, progress, make))
    progress("pooled", len(lines), len(lines))
    return finish(len(lines), groups)


def _groups(
    members: Sequence[Sequence[int]],
    sayings: Sequence[Saying],
    progress: Progress,
    make: Callable[[Sequence[Saying]], Group],
) -> Iterator[Group]:
    for done, group in enumerate(members):
        yield make([sayings[number] for number in group])
        if done % 500 == 0:
            progress("counting", done, len(members))


def check(lines: Sequence[NeedLine], decisions: Sequence[Decision]) -> None:
    """Refuse two lines with one key and decisions that say nothing that can be done."""
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


def set_apart(decisions: Sequence[Decision]) -> frozenset[Key]:
    """Return the lines that a buyer has called different from another: they stand for themselves only."""
    return frozenset(key for d in decisions if d.verdict == "different" for key in (d.a, d.b))


def decided(decisions: Sequence[Decision], home: dict[Key, int]) -> tuple[list[Pair], list[Pair]]:
    """Return the decisions as pairs of numbers (low, high): the same, the different."""
    pairs: dict[str, list[Pair]] = defaultdict(list)
    for d in decisions:
        pairs[d.verdict].append((min(home[d.a], home[d.b]), max(home[d.a], home[d.b])))
    return pairs["same"], pairs["different"]


def least(scorer: Scorer | None) -> float:
    """Return the score at which a pair is suggested."""
    return SUGGEST if scorer is None else scorer.suggest


def _find_and_judge(
    sayings: Sequence[Saying], weights: Weights, scorer: Scorer | None, progress: Progress
) -> Judged:
    compared = to_compare(sayings)
    progress("finding", 0, len(compared))
    speakers = [sayings[number].speaker for number in compared]
    pairs = _find([sayings[number] for number in compared], speakers)
    judged = judge_pairs(speakers, pairs, weights, scorer, progress)
    numbers = np.array(compared, dtype=np.int64)
    return Judged(numbers[judged.low], numbers[judged.high], judged.score, judged.tier)


def _find(sayings: Sequence[Saying], speakers: Sequence[Kind]) -> tuple[Numbers, Numbers, Any]:
    """Return the pairs to judge, as places in the list, with the cosine of their texts."""
    from scipy.sparse import vstack

    texts = [text_of(kind) for kind in speakers]
    counted = [count_grams(texts[i : i + BLOCK]) for i in range(0, len(texts), BLOCK)]
    table = add_up(((block.grams, block.texts) for block in counted), len(texts))
    blocks = [weigh(block, table) for block in counted]
    near = near_texts([rare_only(block, table, COMMON) for block in blocks])
    low, high, keyed = once(near, equal_keys(enumerate(speakers)))
    known = np.array([saying.need is not None for saying in sayings], dtype=bool)
    new = ~(known[low] & known[high])
    low, high, keyed = low[new], high[new], keyed[new]
    if not len(low):
        return low, high, np.zeros(0)
    whole = vstack(blocks, format="csr")
    cosine = cosines(whole, low, whole, high)
    worth = worth_judging(cosine, keyed)
    return low[worth], high[worth], cosine[worth]
