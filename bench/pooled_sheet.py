"""How long the pooled sheet takes: a pool of many lines, its page, and its files. Nothing of it is kept.

    python bench/pooled_sheet.py [lines] [shares of each]

Needs a database with a demonstration county (`commonlot demo`); everything is undone at the end.
"""

import os
import resource
import sys
import time
from collections.abc import Callable
from decimal import Decimal


def main() -> None:
    """Make the pool, measure, and undo it."""
    lines, agencies = (int(each) for each in (*sys.argv[1:], "5000", "6")[:2])
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
    from commonlot.process.pooling.models import PooledLine, Share
    from commonlot.process.requirements.models import Participation, Pool, RequirementLine

    like = Pool.objects.filter(status="frozen").first()
    assert like is not None, "run `commonlot demo` first"
    now = like.created_at
    pool = Pool.objects.get(pk=like.pk)
    pool.pk, pool.number = None, "P-BENCH"
    pool.save()
    parts = Participation.objects.bulk_create(
        Participation(pool=pool, agency=agency, status="accepted", invited_at=now, submitted_at=now)
        for agency in Agency.objects.order_by("pk")[:agencies]
    )
    needs = RequirementLine.objects.bulk_create(
        (
            RequirementLine(
                participation=part, position=n, description=f"Copy paper number {n}", unit="CT",
                quantity=Decimal(10 + n % 7), price_paid=Decimal("41.85") if n % 5 else None, status="frozen",
                created_at=now, changed_at=now,
            )
            for n in range(lines)
            for part in parts
        ),
        batch_size=2000,
    )  # fmt: skip
    pooled = PooledLine.objects.bulk_create(
        (
            PooledLine(pool=pool, position=n + 1, name=f"Copy paper number {n}", base_unit="SHEET",
                       total=Decimal((10 + n % 7) * 5000 * agencies), created_at=now)
            for n in range(lines)
        ),
        batch_size=2000,
    )  # fmt: skip
    Share.objects.bulk_create(
        (
            Share(pooled_line=pooled[i // agencies], line=need, base_quantity=need.quantity * 5000)
            for i, need in enumerate(needs)
        ),
        batch_size=2000,
    )
    return pool.pk


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
