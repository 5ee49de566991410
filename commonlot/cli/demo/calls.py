"""What every chapter begins with: a call for needs, run until its pool is frozen."""

from commonlot.cli.demo import grouping, needs
from commonlot.cli.demo.county import County
from commonlot.cli.demo.needs import Call
from commonlot.process.requirements.models import Pool

PAPER = "Copy paper and envelopes"
SALT = "Road salt and de-icers"
FIRST_AID = "Gloves, first aid and EMS supplies"
CUSTODIAL = "Custodial supplies"
SIGNS = "Traffic signs, posts and paint"
PAPER_BEGAN, SALT_BEGAN = -290, -200


def call_for(
    county: County, file: str, title: str, commodity: str, *, planned: int, due: int, starts: int, words: str
) -> Call:
    """Write a call whose term of a year starts in the month of an offset."""
    start = county.days.month(starts)
    return Call(file, title, commodity, words, planned, due, start, start.replace(year=start.year + 1))


def freeze_needs(county: County, call: Call, *, frozen: int, told_apart_by: tuple[str, ...] = ()) -> Pool:
    """Collect what a call asks for, decide every group and freeze the pool."""
    pool = needs.collect(county, call)
    grouping.settle(county, pool, offset=frozen - 1, told_apart_by=told_apart_by)
    pool.refresh_from_db()
    return pool
