"""What pooling on Spark is made of: the session, rows in and out of frames, and the work on one block."""

import os
import pickle
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np
import pandas as pd
from pyspark.sql import SparkSession

from commonlot.engines.pooling.candidates import BLOCK, worth_judging
from commonlot.engines.pooling.grams import cosines, count_grams
from commonlot.engines.pooling.judging import Judged, Scorer, judge_pairs
from commonlot.engines.pooling.sayings import Saying, text_of
from commonlot.engines.pooling.score import Weights

Frames = Iterator[pd.DataFrame]
Rows = Iterator[tuple[Any, ...]]

# What a session of seconds gains nothing from: compiling its plans, planning them anew, compiling Java twice.
BRIEF = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
}


def local_session(cores: int = 2, memory: str = "2g", *, brief: bool = False) -> SparkSession:
    """Return a session on this machine alone, that opens no page and listens on the loopback only.

    brief: for small pools, as in tests: starts and plans quickly, but is slower on millions of lines.
    """
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": memory,
        "spark.driver.maxResultSize": "0",
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.showConsoleProgress": "false",
    }
    settings |= BRIEF if brief else {}
    # Its helpers run the Python that this process runs, with the same packages.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(f"local[{cores}]").appName("commonlot")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def row_of(saying: Saying) -> tuple[Any, ...]:
    """Return a saying as a row: how many kinds, need, spoiled, facts stated, lines, the saying pickled."""
    speaker = saying.speaker
    return (
        *(len(saying.kinds), saying.need, speaker.spoiled, len(speaker.stated)),
        *(saying.lines, pickle.dumps(saying)),
    )


def count_block(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a block of compared sayings as one row: its speakers with their grams, and its table of grams."""
    frame = frame.sort_values("place")
    speakers = [pickle.loads(saying).speaker for saying in frame["saying"]]
    counted = count_grams([text_of(kind) for kind in speakers])
    # Each by itself: who judges two blocks reads only the few of them that are in a pair.
    packed = [pickle.dumps(kind) for kind in speakers]
    numbers = frame["number"].to_numpy(dtype=np.int64)
    row = (int(frame["place"].iloc[0]) // BLOCK, len(speakers))
    table = (counted.grams.tobytes(), counted.texts.tobytes())
    return pd.DataFrame(
        [(*row, *table, pickle.dumps((numbers, packed, counted)))],
        columns=["block", "size", "grams", "texts", "held"],
    )


def rows_of(frames: Frames, *names: str) -> Rows:
    """Yield the named columns row by row."""
    for frame in frames:
        yield from zip(*(frame[name] for name in names), strict=True)


def by_rows(work: Callable[[Frames], Rows], schema: str, at_once: int = 2000) -> Callable[[Frames], Frames]:
    """Let a function yield plain rows, and gather them into frames."""
    names = [field.split()[0] for field in schema.split(", ")]

    def gathered(frames: Frames) -> Frames:
        rows = work(frames)
        while some := list(islice(rows, at_once)):
            yield pd.DataFrame(some, columns=names)

    return gathered


class Blocks:
    """Blocks of speakers in a folder that every part of the cluster reads: their numbers, kinds and weighed grams.

    Sent along with each pair of blocks they would be sent as often as there are pairs.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def write(self, number: int, held: tuple[Any, list[bytes], Any]) -> None:
        """Write a block whole or not at all: a task may be run twice."""
        with NamedTemporaryFile(dir=self.folder, delete=False) as file:
            pickle.dump(held, file)
        Path(file.name).replace(self._path(number))

    def read(self, number: int) -> tuple[Any, list[bytes], Any]:
        """Return the numbers of the sayings, their speakers (each pickled), and the weighed grams."""
        held: tuple[Any, list[bytes], Any] = pickle.loads(self._path(number).read_bytes())
        return held

    def _path(self, number: int) -> Path:
        return Path(self.folder) / f"block-{number}"


def judge_block(
    pairs: tuple[Any, Any, Any], one: Any, other: Any, weights: Weights, scorer: Scorer | None
) -> pd.DataFrame:
    """Judge the pairs (row of one block, row of another, linked by a number?) of two blocks."""
    order = np.lexsort((pairs[1], pairs[0]))
    low, high, keyed = (column[order] for column in pairs)
    cosine = cosines(one[2], low, other[2], high)
    worth = worth_judging(cosine, keyed)
    low, high, cosine = low[worth], high[worth], cosine[worth]
    lows, low_at = np.unique(low, return_inverse=True)
    highs, high_at = np.unique(high, return_inverse=True)
    packed = (*(one[1][row] for row in lows), *(other[1][row] for row in highs))
    speakers = [pickle.loads(kind) for kind in packed]
    judged = judge_pairs(speakers, (low_at, high_at + len(lows), cosine), weights, scorer)
    return pd.DataFrame(
        {
            "low": one[0][low],
            "high": other[0][high],
            "score": judged.score,
            "tier": judged.tier.astype(np.int64),
        }
    )


def as_judged(pairs: pd.DataFrame, homes: Any) -> Judged:
    """Return judged pairs in order, those within one component (homes: of every saying) only."""
    low, high = pairs["low"].to_numpy(dtype=np.int64), pairs["high"].to_numpy(dtype=np.int64)
    order = np.lexsort((high, low))
    order = order[homes[low[order]] == homes[high[order]]]
    score, tier = pairs["score"].to_numpy(dtype=np.float64), pairs["tier"].to_numpy(dtype=np.int8)
    return Judged(low[order], high[order], score[order], tier[order])
