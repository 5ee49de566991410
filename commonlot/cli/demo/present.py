"""Chapters that go on: being planned, stated, pooled, reviewed, bid, opened or awarded."""

from decimal import Decimal

from commonlot.cli.demo import bids, grouping, needs
from commonlot.cli.demo.bids import Offer
from commonlot.cli.demo.calls import (
    CUSTODIAL,
    FIRST_AID,
    PAPER,
    PAPER_BEGAN,
    SALT,
    SALT_BEGAN,
    SIGNS,
    call_for,
    freeze_needs,
)
from commonlot.cli.demo.county import County
from commonlot.cli.demo.tables import content
from commonlot.process.bidding import actions as bidding
from commonlot.process.pooling import actions as pooling
from commonlot.process.pooling.models import Match, MatchLine
from commonlot.process.pooling.queries.sheet import lines_in_order, with_shares
from commonlot.process.pooling.rules.packing import Choice
from commonlot.process.requirements import actions as requirements
from commonlot.process.requirements.models import Pool
from commonlot.process.solicitation import actions as solicitations
from commonlot.records.jobs.actions import finish_work


def cones_and_paint(county: County) -> None:
    """Intent to award posted."""
    call = call_for(
        county, "cones-paint", f"Traffic cones and marking paint {county.days.month(100).year}", SIGNS, planned=-125,
        due=-95, starts=100, words="Cones, waterborne marking paint and glass beads.",
    )  # fmt: skip
    pool = freeze_needs(county, call, frozen=-86)
    solicitation = bids.draft_pool(county, pool, "cones-paint", offset=-78)
    bids.publish(county, solicitation, offset=-68, due=-36)
    offers = [
        Offer("Odd Mile Traffic Supply", "0.88"),
        Offer("Larkfield Sign & Post", "0.90", no_bid=("beads",), dearer={"cone": "0.84"}),
        Offer("Umberfield Hardware", "0.97", no_bid=("paint", "beads")),
    ]
    bids.read_offers(county, solicitation, offers, due=-36)
    award = bids.recommend(county, solicitation, offset=-8)
    bids.post_intent(county, award, offset=-4)


def hand_tools(county: County) -> None:
    """Recommended; the intent is not posted yet."""
    solicitation = bids.draft_file(
        county, "Hand tools for road crews", "bids/hand-tools", offset=-60,
        description="Shovels, rakes, lutes and wheelbarrows.",
    )  # fmt: skip
    bids.publish(county, solicitation, offset=-52, due=-28)
    bids.read_file(county, solicitation, "bids/hand-tools", due=-28)
    bids.recommend(county, solicitation, offset=-3, note="Both bidders confirmed their prices by telephone.")


def first_aid(county: County) -> None:
    """Opened, with much to look at: a wrong sum, a tie, lines without a bid, lapsed insurance."""
    call = call_for(
        county, "first-aid", f"First aid and AED supplies {county.days.month(110).year}", FIRST_AID, planned=-100,
        due=-72, starts=110, words="Kits, tourniquets, blankets, and pads and batteries for public defibrillators.",
    )  # fmt: skip
    pool = freeze_needs(county, call, frozen=-64)
    solicitation = bids.draft_pool(county, pool, "first-aid", offset=-58)
    bids.publish(county, solicitation, offset=-46, due=-9)
    offers = [
        Offer("Bramblewick Medical", "0.89", no_bid=("burn",), wrong_sum=("tourniquet", "-90.00")),
        Offer(
            "Juniper First Response",
            "0.905",
            no_bid=("burn", "battery"),
            ties={"blanket": "Bramblewick Medical"},
        ),
        Offer("Kestrel Hill Safety", "0.87", no_bid=("burn", "aed", "blanket"), wrong_total="28210.00"),
    ]
    bids.read_offers(county, solicitation, offers, due=-9)


def liners_and_towels(county: County) -> None:
    """Being opened: two bids read, one typed and waiting for a second person, one to type, one late."""
    call = call_for(
        county, "liners-towels", f"Clear liners, roll towels and tissue {county.days.month(130).year}", CUSTODIAL,
        planned=-88, due=-60, starts=130, words="Light liners, hardwound roll towels and facial tissue.",
    )  # fmt: skip
    pool = freeze_needs(county, call, frozen=-50)
    solicitation = bids.draft_pool(county, pool, "liners-towels", offset=-42)
    bids.publish(county, solicitation, offset=-30, due=-1)
    names = [
        "Marrowgate Janitorial",
        "Plumb Lane Cleaning Supply",
        "Cobblestone Sanitary",
        "Umberfield Hardware",
    ]
    bids.hand_in(county, solicitation, names, due=-1)
    bids.hand_in_late(county, solicitation, "Quillfeather Office Supply", due=-1, minutes=3)
    bids.open_bids(county, solicitation, due=-1)
    for i, share in enumerate(("0.87", "0.90", "0.885")):
        offer = Offer(names[i], share, no_bid=("tissue",) if i == 1 else ())
        bid = bids.type_offer(county, solicitation, offer, due=-1, minute=10 + 8 * i)
        if i < 2:  # the third waits for a second pair of eyes
            bidding.check_bid(
                opened_bid_id=bid.pk, actor=county.second_buyer, now=county.days.at(-1, 14, 40 + i)
            )


def dry_batteries(county: County) -> None:
    """Closed with two envelopes that nobody has opened yet."""
    solicitation = bids.draft_file(
        county, "Dry batteries", "bids/dry-batteries", offset=-40, description="Alkaline batteries in common sizes.",
    )  # fmt: skip
    bids.publish(county, solicitation, offset=-24, due=-1)
    bids.hand_in(county, solicitation, ["Umberfield Hardware", "Beacon Loft Lighting"], due=-1)
    solicitations.close_solicitation(solicitation_id=solicitation.pk, actor=None, now=county.days.at(-1, 14))


def next_road_salt(county: County) -> None:
    """Next season's salt: out to bid, one envelope in."""
    start = county.days.month(SALT_BEGAN, later=12)
    call = call_for(
        county, "road-salt-next", f"{SALT} {start.year}", SALT, planned=-75, due=-40,
        starts=county.days.offset(start), words="Road salt and de-icers for the season after this one.",
    )  # fmt: skip
    pool = freeze_needs(county, call, frozen=-32)
    solicitation = bids.draft_pool(county, pool, "road-salt", offset=-25)
    bids.publish(county, solicitation, offset=-12, due=16)
    bidding.receive_paper_bid(
        solicitation_id=solicitation.pk, vendor_id=county.vendors["Rival Salt Co."].pk, actor=county.buyer,
        now=county.days.at(-2, 11, 26),
    )  # fmt: skip


def signs_and_posts(county: County) -> None:
    """Pooled and frozen; the draft is with the purchasing agent."""
    call = call_for(
        county, "signs", f"Traffic signs and posts {county.days.month(150).year}", SIGNS, planned=-70, due=-35,
        starts=150, words="Regulatory and warning signs, posts and anchors.",
    )  # fmt: skip
    pool = freeze_needs(county, call, frozen=-20, told_apart_by=("fire lane",))
    solicitation = bids.draft_pool(county, pool, "signs", offset=-10)
    solicitations.send_for_review(
        solicitation_id=solicitation.pk, actor=county.buyer, now=county.days.at(-3, 15)
    )


def lawn_seed(county: County) -> None:
    """A draft without a pool."""
    bids.draft_file(
        county, "Athletic field seed and fertilizer", "lines/lawn-seed", offset=-5,
        description="Seed and fertilizer for playing fields.",
    )  # fmt: skip


def gloves_and_first_aid(county: County) -> None:
    """Being pooled: some groups decided, one line taken out, one agency asked, the rest to look at."""
    call = call_for(
        county, "gloves-first-aid", f"Nitrile gloves and EMS supplies {county.days.month(160).year}", FIRST_AID,
        planned=-50, due=-14, starts=160, words="Examination gloves in every size, dressings, cold packs and splints.",
    )  # fmt: skip
    pool = needs.collect(county, call)
    grouping.sort_lines(county, pool, offset=-11)
    grouping.take_out_odd_lines(county, pool, (" m 4mil",), offset=-10)
    queue = Match.objects.filter(pool=pool).to_review()
    sure = list(queue.filter(tier=Match.Tier.AUTO, audit=False).without_question()[:4])
    for i, match in enumerate(sure):
        pooling.confirm_match(match_id=match.pk, actor=county.buyer, now=county.days.at(-9, 10, 5 * i))
    kit = queue.filter(tier=Match.Tier.SINGLE, lines__line__description__icontains="first aid kit").first()
    if kit is not None:
        reason = "First aid kits are in the solicitation for first aid and AED supplies already."
        pooling.reject_match(match_id=kit.pk, reason=reason, actor=county.buyer, now=county.days.at(-9, 11))
    _order_in_cases(county, pool)
    _ask(county, pool)


def _order_in_cases(county: County, pool: Pool) -> None:
    """Order in full cases what most agencies state in boxes, where one states cases."""
    for line in with_shares(list(lines_in_order(pool))):
        case = next((pack for pack in line.stated_packs if pack and pack.unit == "CS"), None)
        if case is not None and case != line.pack:
            pooling.choose_pack(
                line_id=line.pk, choice=Choice(case), actor=county.buyer, now=county.days.at(-9, 14)
            )


def _ask(county: County, pool: Pool) -> None:
    """Ask the agencies of the largest group with an open question, and write down one answer in another."""
    asked = MatchLine.objects.still_asked().filter(match__pool=pool).order_by("-match__stake", "pk")
    for row, is_first in zip(list(asked), (True, False), strict=False):
        if is_first:
            pooling.ask_agencies(match_id=row.match_id, actor=county.buyer, now=county.days.at(-8, 10))
        elif row.match.base_unit == "EA":
            pooling.state_conversion(
                line_id=row.line_id, base_unit="EA", numerator=Decimal(24), actor=county.buyer,
                source="Telephone call with the nurse, from her last order", now=county.days.at(-7, 14),
            )  # fmt: skip


def custodial_supplies(county: County) -> None:
    """Collecting: some sent, some half done, one declined, one returned, one silent, files in every state."""
    days = county.days
    call = call_for(
        county, "custodial", f"{CUSTODIAL} {days.month(170).year}", CUSTODIAL, planned=-30, due=11, starts=170,
        words="Liners, towels, tissue, soap and floor cleaner, delivered to each building.",
    )  # fmt: skip
    pool = needs.call_for_needs(county, call, invited=["V-004", "S-018", "C-007"])
    requirements.open_pool(pool_id=pool.pk, actor=county.buyer, now=days.at(-28, 9))
    for i, number in enumerate(("C-001", "C-006", "T-001", "V-022")):
        needs.state(county, pool, "custodial", number, offset=-20 + i)
        needs.send(county, pool, number, offset=-18 + i, hour=15)
    parts = {
        number: needs.part_of(county, pool, number) for number in [*needs.stated_by("custodial"), "S-018"]
    }
    requirements.accept_needs(participation_id=parts["C-006"].pk, actor=county.buyer, now=days.at(-8, 10))
    requirements.return_needs(
        participation_id=parts["V-022"].pk, actor=county.buyer, now=days.at(-7, 10),
        reason="Your wipes are counted in cases. Please say how many canisters your case holds.",
    )  # fmt: skip
    requirements.decline_pool(
        participation_id=parts["V-018"].pk, actor=county.speaker("V-018"), now=days.at(-15, 9)
    )
    requirements.join_pool(
        participation_id=parts["B-001"].pk, actor=county.speaker("B-001"), now=days.at(-9, 9)
    )
    requirements.submit_needs(
        participation_id=parts["B-001"].pk,
        nothing_needed=True,
        actor=county.speaker("B-001"),
        now=days.at(-9, 10),
    )
    needs.state(county, pool, "custodial", "T-004", offset=-6, most=2)
    needs.state(county, pool, "custodial", "S-028", offset=-2, most=2)
    _upload(county, pool)


def _upload(county: County, pool: Pool) -> None:
    """Three files: one imported, one checked with problems, one only uploaded."""
    for number, name, hour in (
        ("S-039", "yonkers-schools", 9),
        ("S-018", "katonah", 10),
        ("T-004", "greenburgh", 11),
    ):
        part = needs.part_of(county, pool, number)
        actor, at = county.speaker(number), county.days.at(-4, hour)
        if number != "T-004":
            requirements.join_pool(participation_id=part.pk, actor=actor, now=at)
        batch = requirements.upload_needs(
            pool_id=pool.pk, participation_id=part.pk, name=f"{name}.csv", content=content(f"uploads/{name}"),
            actor=actor, now=at,
        )  # fmt: skip
        if number != "T-004":
            batch = requirements.choose_columns(batch_id=batch.pk, columns=batch.columns, actor=actor, now=at)
        if not batch.problems and number == "S-039":
            requirements.import_needs(batch_id=batch.pk, actor=actor, now=at)
            done = requirements.perform_import(batch_id=batch.pk, now=at)
            if done.work is not None:
                finish_work(
                    work_id=done.work.pk, now=at, result_path=done.get_absolute_url(), note=done.outcome
                )
            needs.send(county, pool, number, offset=-4, hour=12)


def next_copy_paper(county: County) -> None:
    """Next year's paper: planned, agencies invited, not open yet."""
    start = county.days.month(PAPER_BEGAN, later=12)
    call = call_for(
        county, "copy-paper", f"{PAPER} {start.year}", PAPER, planned=-3, due=32, starts=county.days.offset(start),
        words="Paper for copiers and printers, and envelopes, when this year's contracts end.",
    )  # fmt: skip
    needs.call_for_needs(county, call)
