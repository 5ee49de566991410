"""Read lines into kinds part by part, on several cores where that pays; the parts do not depend on how many."""

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import Any

from commonlot.engines.pooling.needs import Key, Kind, NeedLine
from commonlot.engines.pooling.reading import read_kinds
from commonlot.engines.pooling.sayings import ordered

PART = 2000
# So many parts for each process make up for the second that a helper takes to start.
WORTH = 4

Progress = Callable[[str, int, int], None]


def read_all(
    lines: Sequence[NeedLine], apart: frozenset[Key], progress: Progress, vocabulary: Any, processes: int
) -> list[Kind]:
    """Return the kinds of all lines in the order of what they say."""
    parts = list(parts_of(lines))
    read = partial(read_part, apart=apart, vocabulary=vocabulary)
    told = _Told(progress, len(lines))
    if processes < 2 or len(parts) < WORTH * processes:
        found = [told.of(read(part)) for part in parts]
    else:
        found = _shared_out(parts, read, told, processes - 1)
    progress("reading", len(lines), len(lines))
    return ordered(kind for part in found for kind in part)


def _shared_out(
    parts: Sequence[list[NeedLine]], read: Callable[[list[NeedLine]], list[Kind]], told: "_Told", helpers: int
) -> list[list[Kind]]:
    """Let helpers read from the first part on, read from the last part on here, and give the parts in order."""
    found: dict[int, list[Kind]] = {}
    # Fresh processes: copies of one that has threads may wait for ever.
    with ProcessPoolExecutor(helpers, get_context("spawn"), initializer=gc.disable) as others:
        waiting = [others.submit(read, part) for part in parts]
        for number in reversed(range(len(parts))):
            if waiting[number].cancel():
                found[number] = told.of(read(parts[number]))
        for number, part in enumerate(waiting):
            if number not in found:
                found[number] = told.of(part.result())
    return [found[number] for number in range(len(parts))]


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
    """Read some lines into kinds in the order of what they say; all lines of one text must be among them."""
    return ordered(read_kinds(lines, apart, lambda *_: None, vocabulary))


class _Told:
    """Tells how many lines are read."""

    def __init__(self, progress: Progress, of: int) -> None:
        self.progress, self.done, self.lines = progress, 0, of
        progress("reading", 0, of)

    def of(self, part: list[Kind]) -> list[Kind]:
        """Tell that a part was read, and return it."""
        self.done += sum(len(kind.lines) for kind in part)
        self.progress("reading", self.done, self.lines)
        return part
