"""How long the pooled sheet takes: a pool of many lines, its page, and its files. Nothing of it is kept.

    python bench/pooled_sheet.py [lines] [shares of each] | --short

Needs a database with a demonstration county (`commonlot demo`); everything is undone at the end.
"""

import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

BATCH = 2000
SHEETS = Decimal(5000)


def main() -> None:
    """Make the pool, measure, and undo it."""
    asked = ["500", "3"] if sys.argv[1:] == ["--short"] else sys.argv[1:]
    lines, agencies = (int(each) for each in (*asked, "5000", "6")[:2])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonlot.config.settings")
    import django

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        pool = _make_pool(lines, agencies)
        _measure(pool)
        transaction.set_rollback(True)


def _make_pool(lines: int, agencies: int) -> int:
    from commonlot.process.membership.models import Agency
    from commonlot.process.requirements.models import Participation, Pool

    pool = Pool.objects.filter(status="frozen").first()
    if pool is None:
        raise SystemExit("run `commonlot demo` first")
    pool.pk, pool.number = None, "P-BENCH"
    pool.save()
    parts = Participation.objects.bulk_create(
        Participation(
            pool=pool, agency=agency, status="accepted", invited_at=pool.created_at, submitted_at=pool.created_at
        )
        for agency in Agency.objects.order_by("pk")[:agencies]
    )  # fmt: skip
    _pool_lines(pool, _needs(parts, lines, pool.created_at), lines, agencies)
    return int(pool.pk)


def _needs(parts: Sequence[Any], lines: int, now: datetime) -> list[Any]:
    from commonlot.process.requirements.models import RequirementLine

    facts = {"unit": "CT", "status": "frozen", "created_at": now, "changed_at": now}
    needs = [
        RequirementLine(
            participation=part, position=n, description=f"Copy paper number {n}", quantity=Decimal(10 + n % 7),
            price_paid=Decimal("41.85") if n % 5 else None, **facts,
        )
        for n in range(lines)
        for part in parts
    ]  # fmt: skip
    return RequirementLine.objects.bulk_create(needs, batch_size=BATCH)


def _pool_lines(pool: Any, needs: Sequence[Any], lines: int, agencies: int) -> None:
    from commonlot.process.pooling.models import PooledLine, Share

    made = [
        PooledLine(
            pool=pool, position=n + 1, name=f"Copy paper number {n}", base_unit="SHEET",
            total=(10 + n % 7) * SHEETS * agencies, created_at=pool.created_at,
        )
        for n in range(lines)
    ]  # fmt: skip
    pooled = PooledLine.objects.bulk_create(made, batch_size=BATCH)
    shares = [
        Share(pooled_line=pooled[i // agencies], line=need, base_quantity=need.quantity * SHEETS)
        for i, need in enumerate(needs)
    ]
    Share.objects.bulk_create(shares, batch_size=BATCH)


def _measure(pool_id: int) -> None:
    from django.test import Client
    from django.urls import reverse

    from commonlot.process.pooling import files
    from commonlot.process.requirements.models import Pool
    from commonlot.records.access.models import User

    pool = Pool.objects.select_related("lead_agency").get(pk=pool_id)
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email="buyer@county.example"))
    page = reverse("pooling:sheet", args=[pool.pk])
    print(f"{'what':<28}{'seconds':>9}{'MB':>8}")
    _time("page, first", lambda: client.get(page).content)
    _time("page, again", lambda: client.get(page).content)
    _time("page, last", lambda: client.get(page, {"page": "9999"}).content)
    _time("CSV, first bytes", lambda: next(iter(files.csv_of(pool))))
    _time("CSV", lambda: b"".join(files.csv_of(pool)))
    _time("XLSX", lambda: files.write_sheet(pool, "xlsx", own=None, now=pool.created_at))
    _time("PDF", lambda: files.write_sheet(pool, "pdf", own=None, now=pool.created_at))
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def _time(what: str, do: Callable[[], bytes]) -> None:
    began = time.perf_counter()
    size = len(do())
    print(f"{what:<28}{time.perf_counter() - began:>9.2f}{size / 1e6:>8.2f}", flush=True)


if __name__ == "__main__":
    main()
