"""Measure files of 5,000 rows: `python bench/import_members.py`.

For members, vendors and the distribution list a file of new rows is uploaded and checked (the dry run), then taken
in. Both together may take half a minute. The processor's time counts this process and its database backend. `--short`
takes 1,000 rows.
"""

import csv
import io
import random
import sys
from typing import Any

from site_of_its_own import SHORT, Spent, fresh_database, spent

ROWS = 1_000 if SHORT else 5_000
LIMIT = 30.0 * ROWS / 5_000
FIRST = "Amber Birch Cedar Delta Eagle Fern Granite Harbor Iron Juniper Kestrel Laurel Maple Noble Otter Pine Quarry"
SECOND = "Paper Supply Stone Fuel Safety Uniform Electric Paving Plumbing Fence Paint Timber Glass Food Print Steel"
THIRD = "House Works Brothers Group Partners Trading Service Depot Yard Center Distributors Products"


def main() -> int:
    """Print a row for each kind of file and return 1 if one is over the limit."""
    slow = False
    with fresh_database("bench_import_members"):
        actor = _buyer()
        print(
            f"{'file':<10} {'rows':>7} {'dry run s':>10} {'take in s':>10} {'bar s':>6} {'processor s':>12}"
        )
        for kind, content in _files().items():
            checked, taken = _take_in(kind, content, actor)
            wall, cpu = checked.wall + taken.wall, checked.cpu + taken.cpu
            slow = slow or wall > LIMIT
            late = "  TOO SLOW" if wall > LIMIT else ""
            row = (
                f"{kind:<10} {ROWS:>7,} {checked.wall:>10.1f} {taken.wall:>10.1f} {LIMIT:>6.0f} {cpu:>12.1f}"
            )
            print(f"{row}{late}", flush=True)
    return int(slow)


def _buyer() -> Any:
    from django.utils import timezone

    from commonlot.process.membership import actions
    from commonlot.records.access.models import Seat

    actions.found_lead_agency(
        name="Bench County", county="Bench", administrator_name="Priya Raman",
        administrator_email="buyer@county.example", password=None, now=timezone.now(),
    )  # fmt: skip
    return Seat.objects.select_related("user", "organisation").get()


def _files() -> dict[str, bytes]:
    chance = random.Random(5)
    words = [each.split() for each in (FIRST, SECOND, THIRD)]
    towns = (
        [f"Town of {chance.choice(words[0])} {n}", "town", "Bench", f"clerk{n}@t{n}.example", "The Gazette"]
        for n in range(ROWS)
    )
    firms = (
        [
            f"{' '.join(map(chance.choice, words))} {n}",
            f"orders@v{n}.example",
            f"914-{n:07}",
            f"{n} Mill Street",
        ]
        for n in range(ROWS)
    )
    return {
        "members": _csv([["name", "kind", "county", "contact_email", "official_newspaper"], *towns]),
        "vendors": _csv([["name", "email", "phone", "address"], *firms]),
        "list": _csv([["email", "topics"], *([f"reader{n}@example.org", "calls"] for n in range(ROWS))]),
    }


def _csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _take_in(kind: str, content: bytes, actor: Any) -> tuple[Spent, Spent]:
    from django.utils import timezone

    from commonlot.process.membership import actions

    now = timezone.now()
    with spent() as checked:
        file = actions.upload_members(kind=kind, name=f"{kind}.csv", content=content, actor=actor, now=now)
    with spent() as taken:
        actions.import_at_once(file_id=file.pk, actor=actor, now=timezone.now())
    return checked, taken


if __name__ == "__main__":
    sys.exit(main())
