"""Calls for needs that are open, of goods that were pooled before: should an agency join?"""

from commonlot.cli.demo import needs
from commonlot.cli.demo.calls import PAPER, SALT, call_for
from commonlot.cli.demo.county import County
from commonlot.process.requirements import actions as requirements


def second_call_for_paper(county: County) -> None:
    """Open for needs: last year's paper has lines enough to say what volume did to its price."""
    call = call_for(
        county, "", f"Colored and heavy paper {county.days.month(190).year}", PAPER, planned=-9, due=9, starts=190,
        words="Colored paper, card stock and large sheets, which the first call for paper left out.",
    )  # fmt: skip
    _open(county, call, invited=["T-001", "T-004", "V-004", "S-028", "S-039", "B-001"], joined="S-028")


def liquid_de_icers(county: County) -> None:
    """Open for needs: too few lines of last season's salt can be compared, so nothing is said."""
    call = call_for(
        county, "", f"Liquid de-icers {county.days.month(180).year}", SALT, planned=-8, due=10, starts=180,
        words="Brine and liquid calcium chloride, delivered to the tanks of each garage.",
    )  # fmt: skip
    _open(county, call, invited=["T-001", "T-004", "V-022", "C-006"], joined="C-006")


def _open(county: County, call: needs.Call, *, invited: list[str], joined: str) -> None:
    """Open a call to the invited agencies, of which one has joined."""
    pool = needs.call_for_needs(county, call, invited=invited)
    days = county.days
    requirements.open_pool(pool_id=pool.pk, actor=county.buyer, now=days.at(call.planned + 1, 9))
    requirements.join_pool(
        participation_id=needs.part_of(county, pool, joined).pk, actor=county.speaker(joined),
        now=days.at(call.planned + 3, 10),
    )  # fmt: skip
