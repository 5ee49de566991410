"""Measure how long thousands of requirement lines take from a file to pooled groups: `python bench/import_and_pool.py`.

The file is that of real orders where the shared data stands (COMMONLOT_SHARED_DATA, else ../shared/data), else one
made up on the spot, of the same size and shape; another can be named. Two tables: the engines alone, and the
whole way through the site's own actions in a database of its own, saving included. "x exact" holds the time
against the simplest peer in the same run: the csv module, and lines grouped only where every letter agrees.
"""

import csv
import io
import os
import resource
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

from site_of_its_own import SHORT, fresh_database

RUNS = 1 if SHORT else 3
REAL = "purchasing/gsa-office-orders-2013.csv"
COLUMNS = {
    "agency": "agency", "description": "longdescr", "unit": "unit_of_issue", "quantity": "quantity",
    "price_paid": "price", "part_number": "manufacturer_part_number",
}  # fmt: skip


def main(arguments: list[str]) -> int:
    """Print both tables; return 1 if the whole way took 15 s or more."""
    content = Path(arguments[0]).read_bytes() if arguments else _content()
    exact = min(_exact(content) for _ in range(RUNS))
    engines = sorted(_engines(content) for _ in range(RUNS))[RUNS // 2]
    print("engines alone   lines   groups  read s  pool s  x exact  peak MB")
    total, lines, groups, read, pool = engines
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{'':<15} {lines:<7} {groups:<7} {read:<7.2f} {pool:<7.2f} {total / exact:<8.0f} {peak}")
    whole = _through_the_site(content)
    print("through the site  upload s  check s  import s  pool s  in all s  x exact")
    print(
        f"{'':<17} {'  '.join(f'{part:<7.2f}' for part in whole)}  {sum(whole):<8.2f}  {sum(whole) / exact:.0f}"
    )
    return 1 if sum(whole) >= 15 else 0


def _content() -> bytes:
    home = Path(__file__).resolve().parent.parent
    real = Path(os.environ.get("COMMONLOT_SHARED_DATA", home.parent / "shared" / "data")) / REAL
    return real.read_bytes() if real.is_file() else _made_up(5000, 34)


def _made_up(lines: int, agencies: int) -> bytes:
    goods = (
        "Copy paper, letter, 20 lb, white",
        "PPR CPY LTR 20# WHT",
        "Toner black HP 58A",
        "Binder clip large",
    )
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow([*COLUMNS.values()])
    for i in range(lines):
        name = f"{goods[i % 4]} no. {i // 8}"
        out.writerow(
            [
                f"Agency {i % agencies}",
                name,
                ("EA", "BX", "CT")[i % 3],
                1 + i % 40,
                f"{i % 90}.50",
                f"P{i // 8}",
            ]
        )
    return text.getvalue().encode()


def _exact(content: bytes) -> float:
    began = time.perf_counter()
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    Counter((row[COLUMNS["description"]], row[COLUMNS["unit"]]) for row in rows)
    return time.perf_counter() - began


def _engines(content: bytes) -> tuple[float, int, int, float, float]:
    from commonlot.engines.pooling import NeedLine, pool_lines
    from commonlot.engines.requirements_file import parse_requirements
    from commonlot.engines.spreadsheets import read_table

    began = time.perf_counter()
    found = parse_requirements(read_table(content, name="orders.csv"))
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
        for r in found.lines
    ]
    read = time.perf_counter() - began
    result = pool_lines(lines)
    total = time.perf_counter() - began
    return total, len(lines), len(result.groups), read, total - read


def _through_the_site(content: bytes) -> list[float]:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    with fresh_database("bench_import"):
        from datetime import timedelta

        from commonlot.process.pooling import actions as pooling
        from commonlot.process.pooling.models import Match, MatchLine
        from commonlot.process.requirements import actions
        from commonlot.process.requirements.models import Pool, RequirementLine
        from commonlot.records import clock
        from tests.cast import summon
        from tests.factories import requirements as make

        now = clock.now()
        cast = summon(now)
        pool: Pool = make.pool(cast.buyer, now, needs_due_at=now + timedelta(days=9))
        marks = [time.perf_counter()]
        who: dict[str, Any] = {"actor": cast.buyer, "now": now}
        batch = actions.upload_needs(
            pool_id=pool.pk, participation_id=None, name="orders.csv", content=content, **who
        )
        marks.append(time.perf_counter())
        actions.choose_columns(batch_id=batch.pk, columns=COLUMNS, enrol_unknown=True, **who)
        marks.append(time.perf_counter())
        actions.import_needs(batch_id=batch.pk, **who)
        actions.perform_import(batch_id=batch.pk, now=now)
        marks.append(time.perf_counter())
        actions.start_pooling(pool_id=pool.pk, actor=cast.buyer, now=now + timedelta(days=10))
        run = pooling.run_pooling(pool_id=pool.pk, **who)
        pooling.perform_run(run_id=run.pk, now=now)
        marks.append(time.perf_counter())
        print(f"{RequirementLine.objects.filter(participation__pool=pool).count()} lines imported, "
              f"{MatchLine.objects.count()} of them sorted into {Match.objects.count()} groups")  # fmt: skip
        return [after - before for before, after in pairwise(marks)]


if __name__ == "__main__":
    sys.exit(main([each for each in sys.argv[1:] if each != "--short"]))
