"""Pool a million lines on Spark in local mode: `python bench/spark.py [1000000] [50000]`.

Lines are made from real orders with one seed (bench/many_lines.py). First a sample is pooled by one process and by
Spark: every group must hold the same lines with the same total. Then all lines are pooled on Spark, and every line
must stand in exactly one group. Exit status 1 if not. Memory of the Java process: COMMONLOT_SPARK_MEMORY, else 6g.
"""

import os
import pickle
import sys
import time
from pathlib import Path

from many_lines import make_lines
from pooling_speed import need_lines, pair_f1

LINES_OF_A_PART = 15_000


def main(arguments: list[str]) -> int:
    """Print the table; return 1 if the engines differ or a line is lost."""
    from commonlot.engines.pooling.spark import local_session

    if arguments == ["--short"]:
        arguments = ["20000", "5000"]
    many, some = (int(a) for a in (*arguments, *("1000000", "50000")[len(arguments) :]))
    session = local_session(min(2, os.cpu_count() or 1), os.environ.get("COMMONLOT_SPARK_MEMORY", "6g"))
    print("lines     engine        groups   F1      seconds")
    alike = _compare(session, some)
    print(f"{'the same groups and totals' if alike else 'DIFFERENT GROUPS'}")
    whole = _pool_on_spark(session, many)
    session.stop()
    return 0 if alike and whole else 1


def _compare(session: object, count: int) -> bool:
    from commonlot.engines.pooling import pool_lines
    from commonlot.engines.pooling.spark import SparkEngine

    made = make_lines(count)
    truth = [line.need for line in made]
    lines = need_lines(made)
    results = []
    engine = SparkEngine(session, max(4, count // LINES_OF_A_PART))  # type: ignore[arg-type]
    for name, pool in (("one process", pool_lines), ("Spark", engine.pool_lines)):
        began = time.perf_counter()
        result = pool(lines)
        seconds = time.perf_counter() - began
        groups = [[int(str(g.line.key[0])) for g in group.lines] for group in result.groups]
        print(f"{count:<9} {name:<13} {len(groups):<8} {pair_f1(groups, truth)[2]:<7.1f} {seconds:.1f}")
        results.append({(group.total, tuple(g.line.key for g in group.lines)) for group in result.groups})
    return results[0] == results[1]


def _pool_on_spark(session: object, count: int) -> bool:
    from commonlot.engines.pooling.spark import SparkEngine

    made = make_lines(count)
    truth = [line.need for line in made]
    engine = SparkEngine(session, count // LINES_OF_A_PART + 4)  # type: ignore[arg-type]
    began = time.perf_counter()
    pooled = engine.pool(engine.frame_of(need_lines(made)), progress=_say)
    groups = [
        [int(str(g.line.key[0])) for g in pickle.loads(row.group).lines] for row in pooled.toLocalIterator()
    ]
    seconds = time.perf_counter() - began
    print(f"{count:<9} {'Spark':<13} {len(groups):<8} {pair_f1(groups, truth)[2]:<7.1f} {seconds:.1f}")
    engine.release()
    whole = sorted(line for group in groups for line in group) == list(range(count))
    print("each line in exactly one group" if whole else "LINES LOST OR TWICE")
    return whole


def _say(stage: str, _done: int, _of: int) -> None:
    print(f"  {time.strftime('%H:%M:%S')} {stage}", file=sys.stderr)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main(sys.argv[1:]))
