"""Measure how long real requirement lines take from file to pooled groups: `python bench/import_and_pool.py FILE`."""

import resource
import sys
import time
from pathlib import Path

from commonlot.engines.pooling import NeedLine, pool_lines
from commonlot.engines.requirements_file import parse_requirements
from commonlot.engines.spreadsheets import read_table

RUNS = 3


def main(path: Path) -> None:
    rows = []
    for _ in range(RUNS):
        start = time.perf_counter()
        reading = parse_requirements(read_table(path))
        lines = [
            NeedLine(
                (r.file, r.row),
                r.agency,
                r.description,
                r.unit,
                r.quantity,
                r.part_number,
                r.count_in,
                r.question,
            )
            for r in reading.lines
        ]
        read = time.perf_counter()
        result = pool_lines(lines)
        rows.append((read - start, time.perf_counter() - read, len(lines), len(result.groups)))
    reading_time, pooling_time, lines_read, groups = sorted(rows, key=lambda row: row[0] + row[1])[RUNS // 2]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("lines   groups  read s  pool s  lines/s  peak MB")
    rate = lines_read / (reading_time + pooling_time)
    print(f"{lines_read:<7} {groups:<7} {reading_time:<7.2f} {pooling_time:<7.2f} {rate:<8.0f} {memory:.0f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
