"""Read lines into kinds part by part, on several cores where that pays; the parts do not depend on how many."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import Any

from commonlot.engines.pooling.needs import Key, Kind, NeedLine
from commonlot.engines.pooling.reading import read_kinds
from commonlot.engines.pooling.sayings import ordered

PART = 4000

Progress = Callable[[str, int, int], None]


def read_all(
    lines: Sequence[NeedLine], apart: frozenset[Key], progress: Progress, vocabulary: Any, processes: int
) -> list[Kind]:
    """Return the kinds of all lines in the order of what they say."""
    parts = list(parts_of(lines))
    read = partial(read_part, apart=apart, vocabulary=vocabulary)
    kinds: list[Kind] = []
    if processes < 2 or len(parts) < 2 * processes:
        found: Iterable[list[Kind]] = map(read, parts)
        kinds = _gather(found, len(lines), progress)
    else:
        # Fresh processes: copies of one that has threads may wait for ever.
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as others:
            kinds = _gather(others.map(read, parts), len(lines), progress)
    progress("reading", len(lines), len(lines))
    return ordered(kinds)


def parts_of(lines: Sequence[NeedLine]) -> Iterator[list[NeedLine]]:
    """Cut lines, in the order of their texts, into parts; lines with one text are never parted."""
    part: list[NeedLine] = []
    last = ""
    for text, line in sorted(
        ((typed_text(line), line) for line in lines), key=lambda pair: (pair[0], pair[1].key)
    ):
        if len(part) >= PART and text != last:
            yield part
            part = []
        part.append(line)
        last = text
    if part:
        yield part


def typed_text(line: NeedLine) -> str:
    """Return the text by which lines that are typed alike are known."""
    return " ".join(line.description.split()).casefold()


def read_part(lines: Sequence[NeedLine], apart: frozenset[Key], vocabulary: Any = None) -> list[Kind]:
    """Read some lines; all lines of one text must be among them."""
    if vocabulary is None:
        return read_kinds(lines, apart, lambda *_: None)
    return read_kinds(lines, apart, lambda *_: None, vocabulary)


def _gather(parts: Iterable[list[Kind]], of: int, progress: Progress) -> list[Kind]:
    kinds: list[Kind] = []
    done = 0
    progress("reading", 0, of)
    for part in parts:
        kinds += part
        done += sum(len(kind.lines) for kind in part)
        progress("reading", done, of)
    return kinds
