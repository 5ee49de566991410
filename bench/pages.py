"""Measure how long every list and detail page takes at demonstration size: `python bench/pages.py`.

A fresh database is filled with the demonstration county and dropped at the end. Each page is asked for again and
again through the whole site (middleware, policies, templates), without the network; "x plain" holds its p95 against
that of a page that asks the database nothing, in the same run.
"""

import logging
import os
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

LIMIT_MS = 300
ROUNDS = 20
PLAIN = "/accessibility/"


def main() -> int:
    """Print a row for each page and return 1 if one is slower than the limit."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonlot.config.settings")
    os.environ["COMMONLOT_DEMO"] = "yes"
    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    warnings.filterwarnings("ignore", "No directory at")  # no static files are served here
    with _demonstration_county():
        rows = [_measure(*page) for page in _pages()]
    _print(rows)
    return 1 if any(row["p95"] > LIMIT_MS for row in rows) else 0


@contextmanager
def _demonstration_county() -> Iterator[None]:
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_test_environment, teardown_test_environment

    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    connection.settings_dict["TEST"]["NAME"] = "bench_pages"
    usual = connection.settings_dict["NAME"]
    setup_test_environment(debug=False)
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        from commonlot.cli.demo import building

        building.build(today=None, again=False)
        yield
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)
        teardown_test_environment()


def _pages() -> Iterator[tuple[str, str, str]]:
    """Give who, what and the address: each list, and of each kind the row with most in it."""
    from commonlot.process.award.models import Award
    from commonlot.process.contracts.models import Contract
    from commonlot.process.membership.models import Agency, Vendor
    from commonlot.process.ordering.models import Order
    from commonlot.process.pooling.models import Match
    from commonlot.process.requirements.models import Participation, Pool
    from commonlot.process.solicitation.models import Solicitation

    buyer, town, vendor = "buyer@county.example", "requester@town.example", _vendors_address()
    pool = _fullest(Pool, "participations__lines")
    part = _fullest(Participation.objects.filter(agency__number="T-001"), "lines")
    desk = _fullest(Pool.objects.filter(pk__in=Match.objects.values("pool")), "matches")
    bid = _fullest(Solicitation.objects.filter(opened_at__isnull=False), "opened_bids__prices")
    contract = _fullest(Contract, "prices")
    for path in ("/", PLAIN, "/calendar/", "/how-it-works/", "/components/", "/membership/", "/rules/"):
        yield "public", "", path
    lists = ("solicitations/", "bidding/", "awards/", "contracts/", "savings/", "savings/savings.csv")
    for path in lists:
        yield "public", "", f"/{path}"
    for each in (f"solicitations/{bid}/", f"bidding/{bid}/", f"awards/tabulation/{bid}/", f"contracts/{contract}/"):
        yield "public", "", f"/{each}"
    yield "public", "", f"/awards/{Award.objects.exclude(intent_posted_at=None).latest('pk').pk}/"
    for path in ("to-do/", "requirements/", "pooling/", "orders/", "mail/", "work/", "membership/vendors/"):
        yield "buyer", buyer, f"/{path}"
    yield "buyer", buyer, f"/requirements/pools/{pool}/"
    for path in ("", "list/", "sheet/"):
        yield "buyer", buyer, f"/pooling/{desk}/{path}"
    yield "buyer", buyer, f"/membership/agencies/{Agency.objects.get(number='T-001').pk}/"
    yield "buyer", buyer, f"/membership/vendors/{Vendor.objects.earliest('pk').pk}/"
    yield "buyer", buyer, f"/bidding/{bid}/envelopes/"
    yield "buyer", buyer, f"/awards/tabulation/{bid}/"
    order = Order.objects.filter(agency__number="T-001").exclude(status="draft").latest("pk").pk
    for path in ("to-do/", "requirements/", f"requirements/needs/{part}/", "contracts/?q=paper", "contracts/",
                 f"contracts/{contract}/", "orders/", "orders/basket/", f"orders/{order}/", f"pooling/{pool}/sheet/"):  # fmt: skip
        yield "town", town, f"/{path}"
    for path in ("to-do/", "orders/"):
        yield "vendor", vendor, f"/{path}"


def _fullest(rows: Any, of: str) -> int:
    from django.db.models import Count

    found = getattr(rows, "objects", rows).annotate(size=Count(of)).order_by("-size", "pk").first()
    assert found is not None, f"the demonstration county has none with {of}"
    return int(found.pk)


def _vendors_address() -> str:
    from commonlot.records.access.models import Seat

    return str(Seat.objects.filter(roles__contains=["vendor_representative"]).earliest("pk").user.email)


def _measure(who: str, email: str, path: str) -> dict[str, Any]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from commonlot.records.access.models import User

    client = Client(headers={"host": "localhost"})
    if email:
        client.force_login(User.objects.get(email=email))
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    count = len(queries)  # the next request empties the log
    assert answer.status_code == 200, f"{path} answered {answer.status_code} to {who}"
    times = sorted(_milliseconds(lambda: client.get(path)) for _ in range(ROUNDS))
    return {
        "who": who, "path": path, "queries": count, "kB": len(answer.content) / 1024,
        "median": statistics.median(times), "p95": times[round(0.95 * (ROUNDS - 1))],
    }  # fmt: skip


def _milliseconds(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _print(rows: list[dict[str, Any]]) -> None:
    plain = next(row["p95"] for row in rows if row["path"] == PLAIN)
    print(f"{'who':<7} {'page':<36} {'queries':>7} {'kB':>5} {'median ms':>9} {'p95 ms':>7} {'x plain':>7}")
    for row in sorted(rows, key=lambda row: -row["p95"]):
        print(f"{row['who']:<7} {row['path']:<36} {row['queries']:>7} {row['kB']:>5.0f} {row['median']:>9.1f} "
              f"{row['p95']:>7.1f} {row['p95'] / plain:>7.1f}{'  TOO SLOW' if row['p95'] > LIMIT_MS else ''}")  # fmt: skip
    print(f"{len(rows)} pages, p95 of {ROUNDS} rounds each; the limit is {LIMIT_MS} ms.")


if __name__ == "__main__":
    sys.exit(main())
