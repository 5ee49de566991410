"""Measure how long every list and detail page takes at demonstration size: `python bench/pages.py`.

A fresh database is filled with the demonstration county and dropped at the end. Each page is asked for again and
again through the whole site (middleware, policies, templates), without the network; "x plain" holds its p95 against
that of a page that asks the database nothing, in the same run.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from site_of_its_own import fresh_database

LIMIT_MS = 300
ROUNDS = 20
PLAIN = "/accessibility/"
PAGES = {
    "public": """
        / /accessibility/ /calendar/ /how-it-works/ /components/ /membership/ /rules/ /solicitations/ /bidding/
        /awards/ /contracts/ /savings/ /savings/savings.csv /solicitations/{bid}/ /bidding/{bid}/
        /awards/tabulation/{bid}/ /awards/{award}/ /contracts/{contract}/
    """,
    "buyer": """
        /to-do/ /requirements/ /requirements/pools/{pool}/ /pooling/ /pooling/{desk}/ /pooling/{desk}/list/
        /pooling/{desk}/sheet/ /bidding/{bid}/envelopes/ /awards/tabulation/{bid}/ /orders/ /mail/ /work/
        /membership/agencies/{agency}/ /membership/vendors/ /membership/vendors/{vendor}/
        /membership/campaigns/
    """,
    "town": """
        /to-do/ /requirements/ /requirements/needs/{part}/ /pooling/{pool}/sheet/ /contracts/?q=paper /contracts/
        /contracts/{contract}/ /orders/ /orders/basket/ /orders/{order}/
    """,
    "vendor": "/to-do/ /orders/",
}


def main() -> int:
    """Print a row for each page and return 1 if one is slower than the limit."""
    with _demonstration_county():
        rows = [_measure(*page) for page in _pages()]
    _print(rows)
    return 1 if any(row["p95"] > LIMIT_MS for row in rows) else 0


@contextmanager
def _demonstration_county() -> Iterator[None]:
    with fresh_database("bench_pages"):
        from commonlot.cli.demo import building

        building.build(today=None, again=False)
        yield


def _pages() -> Iterator[tuple[str, str, str]]:
    """Give who, by which address they sign in, and the address of the page."""
    rows = _fullest_rows()
    emails = {
        "public": "",
        "buyer": "buyer@county.example",
        "town": "requester@town.example",
        "vendor": _vendors_address(),
    }
    for who, paths in PAGES.items():
        for path in paths.split():
            yield who, emails[who], path.format_map(rows)


def _fullest_rows() -> dict[str, int]:
    """Return, of each kind of row, the number of the one with most in it."""
    from commonlot.process.award.models import Award
    from commonlot.process.contracts.models import Contract
    from commonlot.process.membership.models import Agency, Vendor
    from commonlot.process.ordering.models import Order
    from commonlot.process.pooling.models import Match
    from commonlot.process.requirements.models import Participation, Pool
    from commonlot.process.solicitation.models import Solicitation

    towns = {"agency__number": "T-001"}
    return {
        "pool": _fullest(Pool, "participations__lines"),
        "part": _fullest(Participation.objects.filter(**towns), "lines"),
        "desk": _fullest(Pool.objects.filter(pk__in=Match.objects.values("pool")), "matches"),
        "bid": _fullest(Solicitation.objects.filter(opened_at__isnull=False), "opened_bids__prices"),
        "award": _fullest(Award.objects.filter(intent_posted_at__isnull=False), "lines"),
        "contract": _fullest(Contract, "prices"),
        "order": _fullest(Order.objects.filter(**towns).exclude(status="draft"), "lines"),
        "agency": Agency.objects.get(number="T-001").pk,
        "vendor": Vendor.objects.earliest("pk").pk,
    }


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
        slow = "  TOO SLOW" if row["p95"] > LIMIT_MS else ""
        size = f"{row['who']:<7} {row['path']:<36} {row['queries']:>7} {row['kB']:>5.0f}"
        print(f"{size} {row['median']:>9.1f} {row['p95']:>7.1f} {row['p95'] / plain:>7.1f}{slow}")
    print(f"{len(rows)} pages, p95 of {ROUNDS} rounds each; the limit is {LIMIT_MS} ms.")


if __name__ == "__main__":
    sys.exit(main())
