"""Measure how fast and how well many lines are pooled, beside a peer: `python bench/pooling_speed.py [20000] [100000]`.

The lines are made from real orders with their truth (bench/many_lines.py), with one seed. Two tables. The first pools
20,000 of them with this engine and with splink 5 on DuckDB, in one run and on the same lines: seconds, lines per
second, and F1 over pairs of lines that share a group. The second pools 100,000 lines from cold, in a process of its
own: seconds from its start to its end, and the most memory that it and its helpers held. Exit status 1 if a bar is
missed: ten times the peer's speed at no lower F1; 90 seconds and 2 GB for 100,000 lines.
"""

import logging
import os
import re
import resource
import subprocess
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from many_lines import Made, make_lines

PROCESSES = min(2, os.cpu_count() or 1)
# By so many of its rarest words the peer finds candidates: with fewer it is quicker, and misses more.
RARE = 2
THRESHOLDS = (0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999)


def main(arguments: list[str]) -> int:
    """Print both tables; return 1 if a bar is missed."""
    if arguments[:1] == ["--cold"]:
        return _cold(int(arguments[1]))
    if arguments == ["--short"]:
        arguments = ["2000", "5000"]
    few, many = (int(a) for a in (*arguments, *("20000", "100000")[len(arguments) :]))
    made = make_lines(few)
    truth = [line.need for line in made]
    print(f"{few} lines of {len(set(truth))} needs   groups   precision  recall   F1      seconds  lines/s")
    ours = _row("this engine, one process", *_pool(made, 1), truth)
    _row(f"this engine, {PROCESSES} processes", *_pool(made, PROCESSES), truth)
    peer = _row("splink 5 on DuckDB", *_splink(made), truth)
    print(f"{ours[1] / peer[1]:.1f} x the peer's speed; F1 {ours[0]:.1f} beside {peer[0]:.1f}\n")
    began = time.perf_counter()
    cold = subprocess.run(
        [sys.executable, __file__, "--cold", str(many)], capture_output=True, text=True, check=True
    )
    seconds = time.perf_counter() - began
    making, megabytes, groups = (float(word) for word in cold.stdout.split()[-3:])
    print("lines     groups   seconds (all, without making the lines)   peak MB")
    print(f"{many:<9} {groups:<8.0f} {seconds - making:<41.1f} {megabytes:.0f}")
    fast = ours[1] >= 10 * peer[1] and ours[0] >= peer[0]
    return 0 if fast and seconds - making <= 90 and megabytes <= 2048 else 1


def _row(name: str, groups: list[list[int]], seconds: float, truth: list[int]) -> tuple[float, float]:
    precision, recall, f1 = pair_f1(groups, truth)
    speed = len(truth) / seconds
    print(
        f"{name:<29} {len(groups):<8} {precision:<10.1f} {recall:<8.1f} {f1:<7.1f} {seconds:<8.1f} {speed:.0f}"
    )
    return f1, speed


def pair_f1(groups: Iterable[list[int]], truth: list[int]) -> tuple[float, float, float]:
    """Return precision, recall and F1 (0 to 100) over the pairs of lines that share a group."""

    def pairs(counts: Iterable[int]) -> int:
        return sum(count * (count - 1) // 2 for count in counts)

    groups = list(groups)
    right = sum(pairs(Counter(truth[line] for line in group).values()) for group in groups)
    found, real = pairs(map(len, groups)), pairs(Counter(truth).values())
    return 100 * right / max(1, found), 100 * right / real, 200 * right / max(1, found + real)


def need_lines(made: list[Made]) -> list[Any]:
    """Return the lines as the engine takes them, each with its place as its key."""
    from commonlot.engines.pooling import NeedLine

    return [
        NeedLine((i,), m.agency, m.description, m.unit, Decimal(m.quantity), m.part_number or None)
        for i, m in enumerate(made)
    ]


def _pool(made: list[Made], processes: int) -> tuple[list[list[int]], float]:
    from commonlot.engines.pooling import pool_lines

    lines = need_lines(made)
    began = time.perf_counter()
    result = pool_lines(lines, processes=processes)
    seconds = time.perf_counter() - began
    return [[int(g.line.key[0]) for g in group.lines] for group in result.groups], seconds


def _cold(count: int) -> int:
    began = time.perf_counter()
    made = make_lines(count)
    making = time.perf_counter() - began
    groups, _ = _pool(made, PROCESSES)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    helpers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    # The largest helper's peak is counted for each of them.
    print(making, (own + helpers * PROCESSES) / 1024, len(groups))
    return 0


def _splink(made: list[Made]) -> tuple[list[list[int]], float]:
    """Pool with splink: its training and clustering are timed, the choice of its best threshold is a gift."""
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    import duckdb
    import pandas as pd
    import splink.comparison_library as cl
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    began = time.perf_counter()
    frame = pd.DataFrame(_as_rows(made))
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("code"), block_on("sorted_words"), block_on("rare_words", arrays_to_explode=["rare_words"]),
        ],
        comparisons=[
            cl.ExactMatch("code").configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("sorted_words", [0.95, 0.88, 0.8]),
            cl.ArrayIntersectAtSizes("words", [5, 4, 3, 2, 1]),
            cl.ExactMatch("colour"),
        ],
    )  # fmt: skip
    api = DuckDBAPI(duckdb.connect())
    linker = Linker(api.register(frame), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("code")], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=7)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("code"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("sorted_words"))
    predicted = linker.inference.predict(threshold_match_probability=min(THRESHOLDS))
    spent = time.perf_counter() - began
    groups, seconds = _best_clusters(linker, predicted, made)
    return groups, spent + seconds


def _best_clusters(linker: Any, predicted: Any, made: list[Made]) -> tuple[list[list[int]], float]:
    best: tuple[float, list[list[int]], float] = (-1.0, [], 0.0)
    for threshold in THRESHOLDS:
        again = time.perf_counter()
        clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold)
        table = clustered.as_pandas_dataframe()
        groups = [list(map(int, ids)) for ids in table.groupby("cluster_id")["unique_id"].agg(list)]
        f1 = pair_f1(groups, [line.need for line in made])[2]
        best = max(best, (f1, groups, time.perf_counter() - again), key=lambda found: found[0])
    return best[1], best[2]


def _as_rows(made: list[Made]) -> list[dict[str, Any]]:
    """Return the columns that a careful user of the peer would make: a number, words, a colour, the rarest words."""
    from many_lines import COLOURS, SHORT

    longer = {short: word for word, shorts in SHORT.items() for short in shorts}
    rows = []
    for number, line in enumerate(made):
        words = [longer.get(word, word) for word in re.findall(r"[a-z0-9]+", line.description.lower())]
        codes = [word for word in words if len(word) >= 4 and sum(c.isdigit() for c in word) >= 3]
        code = re.sub(r"[^a-z0-9]", "", line.part_number.lower()) or (max(codes, key=len) if codes else None)
        plain = sorted({word for word in words if word != code})
        colour = next((word for word in plain if word in COLOURS), None)
        row = {
            "unique_id": number,
            "code": code,
            "words": plain,
            "sorted_words": " ".join(plain),
            "colour": colour,
        }
        rows.append(row)
    held = Counter(word for row in rows for word in row["words"])
    for row in rows:
        row["rare_words"] = sorted(row["words"], key=lambda word: (held[word], word))[:RARE]
    return rows


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main(sys.argv[1:]))
