"""Calls for needs: planned, opened, answered by each agency for itself, and pooled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commonlot.cli.demo.county import LEAD, County
from commonlot.cli.demo.tables import Row, rows
from commonlot.process.requirements import actions
from commonlot.process.requirements.models import Participation, Pool
from commonlot.process.requirements.rules import Need


@dataclass(frozen=True)
class Call:
    """One call for needs: its file, its words, and the days on which it was planned and is due."""

    file: str
    title: str
    commodity: str
    description: str
    planned: int
    due: int
    starts: date
    ends: date


def call_for_needs(county: County, call: Call, *, invited: Iterable[str] = ()) -> Pool:
    """Plan a pool and invite its agencies: those of the file, and others that are named."""
    days = county.days
    pool = actions.plan_pool(
        title=call.title, commodity=call.commodity, description=call.description,
        needs_due_at=days.at(call.due, 16), term_starts_on=call.starts, term_ends_on=call.ends,
        actor=county.buyer, now=days.at(call.planned, 9, 20),
    )  # fmt: skip
    numbers = list(dict.fromkeys([*stated_by(call.file), *invited]))
    actions.invite_agencies(
        pool_id=pool.pk, agency_ids=[county.agencies[number].pk for number in numbers],
        actor=county.buyer, now=days.at(call.planned, 9, 40),
    )  # fmt: skip
    return pool


def collect(county: County, call: Call, *, invited: Iterable[str] = ()) -> Pool:
    """Run a call to its deadline: every agency of its file joins, states what it needs and sends it."""
    pool = call_for_needs(county, call, invited=invited)
    days = county.days
    actions.open_pool(pool_id=pool.pk, actor=county.buyer, now=days.at(call.planned + 1, 8, 30))
    for i, number in enumerate(stated_by(call.file)):
        day = min(call.planned + 3 + i, call.due - 1)
        state(county, pool, call.file, number, offset=day)
        send(county, pool, number, offset=day, hour=15)
    actions.start_pooling(pool_id=pool.pk, actor=county.buyer, now=days.at(call.due + 1, 9))
    return pool


def stated_by(file: str) -> list[str]:
    """Return the numbers of the agencies in a file of needs, in its order."""
    return list(dict.fromkeys(row["agency"] for row in rows(f"needs/{file}"))) if file else []


def state(
    county: County, pool: Pool, file: str, number: str, *, offset: int, most: int | None = None
) -> None:
    """Let an agency join a pool and write down its needs, or only the first of them."""
    part = part_of(county, pool, number)
    actor = county.speaker(number)
    actions.join_pool(participation_id=part.pk, actor=actor, now=county.days.at(offset, 9, 15))
    mine = [row for row in rows(f"needs/{file}") if row["agency"] == number]
    actions.save_lines(
        participation_id=part.pk,
        rows=[
            actions.Stated(None, _need(row, site))
            for row, site in zip(mine[:most], _sites(county, number, mine), strict=False)
        ],
        actor=actor,
        now=county.days.at(offset, 10, 5),
    )


def send(county: County, pool: Pool, number: str, *, offset: int, hour: int) -> None:
    """Let an agency send what it stated."""
    part = part_of(county, pool, number)
    actions.submit_needs(
        participation_id=part.pk, actor=county.speaker(number), now=county.days.at(offset, hour)
    )


def part_of(county: County, pool: Pool, number: str) -> Participation:
    """Return an agency's part in a pool."""
    return pool.participations.get(agency=county.agencies[number])


def _sites(county: County, number: str, mine: Sequence[Row]) -> list[int | None]:
    """Spread an agency's needs over its delivery sites."""
    sites = list(county.agencies[number].sites.order_by("pk").values_list("pk", flat=True))
    return [sites[i % len(sites)] if sites else None for i in range(len(mine))]


def _need(row: Row, site_id: int | None) -> Need:
    return Need(
        description=row["description"],
        unit=row["unit"],
        quantity=Decimal(row["quantity"]),
        price_paid=Decimal(row["price_paid"]) if row["price_paid"] else None,
        price_proof=row["price_proof"],
        tolerance=Decimal(row["tolerance"]) if row["tolerance"] else None,
        site_id=site_id,
        part_number=row["part_number"],
        commitment="firm" if row["agency"] == LEAD else "estimate",
        budget_code="A-5110-400" if row["agency"].startswith("T") else "",
    )
