"""Chapters that are over or in force: contracts that run, bids that were rejected or cancelled."""

from commonlot.cli.demo import bids, needs
from commonlot.cli.demo.bids import Offer
from commonlot.cli.demo.calls import PAPER, PAPER_BEGAN, SALT, SALT_BEGAN, call_for, freeze_needs
from commonlot.cli.demo.county import County
from commonlot.process.award import actions as awards
from commonlot.process.requirements import actions as requirements
from commonlot.process.solicitation import actions as solicitations


def copy_paper(county: County) -> None:
    """Last year's paper: pooled, bid, awarded to three vendors, in force."""
    start = county.days.month(PAPER_BEGAN)
    s = county.days.offset(start)
    call = call_for(
        county, "copy-paper", f"{PAPER} {start.year}", PAPER, planned=s - 150, due=s - 118, starts=PAPER_BEGAN,
        words="Paper for copiers and printers, and plain envelopes, delivered to each agency's sites.",
    )  # fmt: skip
    pool = freeze_needs(county, call, frozen=s - 110, told_apart_by=("recycled",))
    solicitation = bids.draft_pool(county, pool, "copy-paper", offset=s - 108)
    bids.publish(county, solicitation, offset=s - 100, due=s - 78)
    offers = [
        Offer("Thistledown Paper Co.", "0.86", no_bid=("catalog",)),
        Offer("Quillfeather Office Supply", "0.91", dearer={"envelope": "0.82"}),
        Offer("Pulp & Ream Wholesale", "0.885", no_bid=("envelope", "pink"), dearer={"legal": "0.80"}),
    ]
    bids.read_offers(county, solicitation, offers, due=s - 78)
    award = bids.recommend(
        county,
        solicitation,
        offset=s - 70,
        note="Two agencies with very small needs were called on the same day.",
    )
    bids.post_intent(county, award, offset=s - 68)
    bids.sign(county, bids.approve(county, award, offset=s - 52), offset=s - 30)


def road_salt(county: County) -> None:
    """This season's salt: in force, with a loss on liquid calcium chloride."""
    start = county.days.month(SALT_BEGAN)
    s = county.days.offset(start)
    call = call_for(
        county, "road-salt", f"{SALT} {start.year}", SALT, planned=s - 140, due=s - 110, starts=SALT_BEGAN,
        words="Road salt by the ton, de-icers by the bag and by the gallon, delivered to sheds and garages.",
    )  # fmt: skip
    pool = freeze_needs(county, call, frozen=s - 102)
    solicitation = bids.draft_pool(county, pool, "road-salt", offset=s - 100)
    bids.publish(county, solicitation, offset=s - 94, due=s - 72)
    offers = [
        Offer("Salt & Sons", "0.90", dearer={"liquid": "1.12"}),
        Offer("Rival Salt Co.", "0.93", dearer={"liquid": "1.09", "flake": "0.87"}),
        Offer("Flake & Brine Minerals", "0.91", no_bid=("salt",), dearer={"liquid": "1.16"}),
    ]
    bids.read_offers(county, solicitation, offers, due=s - 72)
    note = "Liquid calcium chloride went up everywhere this year. The agencies that use it were told by telephone."
    award = bids.recommend(county, solicitation, offset=s - 66, note=note)
    bids.post_intent(county, award, offset=s - 64)
    bids.sign(county, bids.approve(county, award, offset=s - 50), offset=s - 25)


def playground_mulch(county: County) -> None:
    """One bid, far above what others pay: all bids rejected."""
    solicitation = bids.draft_file(
        county, "Playground mulch", "bids/playground-mulch", offset=-160,
        description="Engineered wood fiber for the playgrounds of parks and schools.",
    )  # fmt: skip
    bids.publish(county, solicitation, offset=-150, due=-130)
    bids.read_file(county, solicitation, "bids/playground-mulch", due=-130)
    awards.reject_all(
        solicitation_id=solicitation.pk, actor=county.agent, now=county.days.at(-122, 10),
        reason="Only one bid came, 40 percent above what agencies pay today. We will ask again with a wider notice.",
    )  # fmt: skip


def leaf_bags(county: County) -> None:
    """Published, then cancelled."""
    solicitation = bids.draft_file(
        county, "Leaf collection bags", "lines/leaf-bags", offset=-120, description="Kraft bags for leaf collection.",
    )  # fmt: skip
    bids.publish(county, solicitation, offset=-112, due=-90)
    solicitations.cancel_solicitation(
        solicitation_id=solicitation.pk, actor=county.agent, now=county.days.at(-100, 11),
        reason="The size of the bag was wrong in two lines. A corrected solicitation follows.",
    )  # fmt: skip


def office_furniture(county: County) -> None:
    """A call for needs that was cancelled, because too few agencies needed anything."""
    call = call_for(
        county, "", f"Office and classroom furniture {county.days.month(120).year}", "Furniture", planned=-110,
        due=-80, starts=120, words="Desks, chairs and tables.",
    )  # fmt: skip
    pool = needs.call_for_needs(county, call, invited=["T-001", "T-004", "V-022", "S-028", "S-039"])
    days = county.days
    requirements.open_pool(pool_id=pool.pk, actor=county.buyer, now=days.at(-108, 9))
    for number in ("T-001", "T-004", "V-022"):
        part = needs.part_of(county, pool, number)
        requirements.decline_pool(
            participation_id=part.pk, actor=county.speaker(number), now=days.at(-100, 14)
        )
    requirements.cancel_pool(
        pool_id=pool.pk, actor=county.buyer, now=days.at(-85, 10),
        reason="Three of five agencies need no furniture next year. The State's contract serves the other two.",
    )  # fmt: skip


def led_lamps(county: County) -> None:
    """Awarded and approved; the contracts wait for the purchasing agent's signature."""
    solicitation = bids.draft_file(
        county, "LED lamps and fixtures", "bids/led-lamps", offset=-80,
        description="Lamps and wall packs for public buildings.",
    )  # fmt: skip
    bids.publish(county, solicitation, offset=-72, due=-50)
    bids.read_file(county, solicitation, "bids/led-lamps", due=-50)
    award = bids.recommend(county, solicitation, offset=-43)
    bids.post_intent(county, award, offset=-41)
    bids.approve(county, award, offset=-6)
