"""The chapters of the demonstration: what was called for, who bid how, and how far it has come."""

from commonlot.cli.demo import bids, grouping, needs
from commonlot.cli.demo.bids import Offer
from commonlot.cli.demo.county import County
from commonlot.cli.demo.needs import Call
from commonlot.cli.demo.tables import content
from commonlot.process.award import actions as awards
from commonlot.process.bidding import actions as bidding
from commonlot.process.pooling import actions as pooling
from commonlot.process.pooling.models import Match, MatchLine
from commonlot.process.requirements import actions as requirements
from commonlot.process.requirements.models import Pool
from commonlot.process.solicitation import actions as solicitations

PAPER = "Copy paper and envelopes"
SALT = "Road salt and de-icers"
FIRST_AID = "Gloves, first aid and EMS supplies"
CUSTODIAL = "Custodial supplies"
SIGNS = "Traffic signs, posts and paint"
PAPER_BEGAN, SALT_BEGAN = -290, -200


def _call(
    county: County, file: str, title: str, commodity: str, *, planned: int, due: int, starts: int, words: str
) -> Call:
    start = county.days.month(starts)
    return Call(file, title, commodity, words, planned, due, start, start.replace(year=start.year + 1))


def _pooled(county: County, call: Call, *, frozen: int, told_apart_by: tuple[str, ...] = ()) -> Pool:
    pool = needs.collect(county, call)
    grouping.settle(county, pool, offset=frozen - 1, told_apart_by=told_apart_by)
    pool.refresh_from_db()
    return pool


def copy_paper(county: County) -> None:
    """Last year's paper: pooled, bid, awarded to three vendors, in force."""
    start = county.days.month(PAPER_BEGAN)
    s = county.days.offset(start)
    call = _call(
        county, "copy-paper", f"{PAPER} {start.year}", PAPER, planned=s - 150, due=s - 118, starts=PAPER_BEGAN,
        words="Paper for copiers and printers, and plain envelopes, delivered to each agency's sites.",
    )  # fmt: skip
    pool = _pooled(county, call, frozen=s - 110, told_apart_by=("recycled",))
    solicitation = bids.draft_pool(county, pool, "copy-paper", offset=s - 108)
    bids.publish(county, solicitation, offset=s - 100, due=s - 78)
    offers = [
        Offer("Thistledown Paper Co.", "0.86", no_bid=("catalog",)),
        Offer("Quillfeather Office Supply", "0.91", dearer={"envelope": "0.82"}),
        Offer("Pulp & Ream Wholesale", "0.885", no_bid=("envelope", "pink"), dearer={"legal": "0.80"}),
    ]
    bids.read_offers(county, solicitation, offers, due=s - 78)
    award = bids.recommend(
        county, solicitation, offset=s - 70, note="Two agencies with very small needs were called on the same day."
    )
    bids.post_intent(county, award, offset=s - 68)
    bids.sign(county, bids.approve(county, award, offset=s - 52), offset=s - 30)


def road_salt(county: County) -> None:
    """This season's salt: in force, with a loss on liquid calcium chloride."""
    start = county.days.month(SALT_BEGAN)
    s = county.days.offset(start)
    call = _call(
        county, "road-salt", f"{SALT} {start.year}", SALT, planned=s - 140, due=s - 110, starts=SALT_BEGAN,
        words="Road salt by the ton, de-icers by the bag and by the gallon, delivered to sheds and garages.",
    )  # fmt: skip
    pool = _pooled(county, call, frozen=s - 102)
    solicitation = bids.draft_pool(county, pool, "road-salt", offset=s - 100)
    bids.publish(county, solicitation, offset=s - 94, due=s - 72)
    offers = [
        Offer("Salt & Sons", "0.90", dearer={"calcium chloride liquid": "1.12"}),
        Offer("Rival Salt Co.", "0.93", dearer={"calcium chloride liquid": "1.09", "flake": "0.87"}),
        Offer("Flake & Brine Minerals", "0.91", no_bid=("salt",), dearer={"calcium chloride liquid": "1.16"}),
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
    call = _call(
        county, "", f"Office and classroom furniture {county.days.month(120).year}", "Furniture", planned=-110,
        due=-80, starts=120, words="Desks, chairs and tables.",
    )  # fmt: skip
    pool = needs.call_for_needs(county, call, invited=["T-001", "T-004", "V-022", "S-028", "S-039"])
    days = county.days
    requirements.open_pool(pool_id=pool.pk, actor=county.buyer, now=days.at(-108, 9))
    for number in ("T-001", "T-004", "V-022"):
        part = needs.part_of(county, pool, number)
        requirements.decline_pool(participation_id=part.pk, actor=county.speaker(number), now=days.at(-100, 14))
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


def cones_and_paint(county: County) -> None:
    """Intent to award posted."""
    call = _call(
        county, "cones-paint", f"Traffic cones and marking paint {county.days.month(100).year}", SIGNS, planned=-125,
        due=-95, starts=100, words="Cones, waterborne marking paint and glass beads.",
    )  # fmt: skip
    pool = _pooled(county, call, frozen=-86)
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
    call = _call(
        county, "first-aid", f"First aid and AED supplies {county.days.month(110).year}", FIRST_AID, planned=-100,
        due=-72, starts=110, words="Kits, tourniquets, blankets, and pads and batteries for public defibrillators.",
    )  # fmt: skip
    pool = _pooled(county, call, frozen=-64)
    solicitation = bids.draft_pool(county, pool, "first-aid", offset=-58)
    bids.publish(county, solicitation, offset=-46, due=-9)
    offers = [
        Offer("Bramblewick Medical", "0.89", no_bid=("burn",), wrong_sum=(2, "-90.00")),
        Offer("Juniper First Response", "0.905", no_bid=("burn", "battery"), ties={1: "Bramblewick Medical"}),
        Offer("Kestrel Hill Safety", "0.87", no_bid=("burn", "aed"), wrong_total="48210.00"),
    ]
    bids.read_offers(county, solicitation, offers, due=-9)


def liners_and_towels(county: County) -> None:
    """Being opened: two bids read, one typed and waiting for a second person, one to type, one late."""
    call = _call(
        county, "liners-towels", f"Clear liners, roll towels and tissue {county.days.month(130).year}", CUSTODIAL,
        planned=-88, due=-60, starts=130, words="Light liners, hardwound roll towels and facial tissue.",
    )  # fmt: skip
    pool = _pooled(county, call, frozen=-50)
    solicitation = bids.draft_pool(county, pool, "liners-towels", offset=-42)
    bids.publish(county, solicitation, offset=-30, due=-1)
    names = ["Marrowgate Janitorial", "Plumb Lane Cleaning Supply", "Cobblestone Sanitary", "Umberfield Hardware"]
    bids.hand_in(county, solicitation, names, due=-1)
    bids.hand_in_late(county, solicitation, "Quillfeather Office Supply", due=-1, minutes=3)
    bids.open_bids(county, solicitation, due=-1)
    for i, share in enumerate(("0.87", "0.90", "0.885")):
        offer = Offer(names[i], share, no_bid=("tissue",) if i == 1 else ())
        bid = bids.type_offer(county, solicitation, offer, due=-1, minute=10 + 8 * i)
        if i < 2:  # the third waits for a second pair of eyes
            bidding.check_bid(opened_bid_id=bid.pk, actor=county.second_buyer, now=county.days.at(-1, 14, 40 + i))


def dry_batteries(county: County) -> None:
    """Closed with two envelopes that nobody has opened yet."""
    solicitation = bids.draft_file(
        county, "Dry batteries", "bids/dry-batteries", offset=-40, description="Alkaline batteries in common sizes.",
    )  # fmt: skip
    bids.publish(county, solicitation, offset=-24, due=-1)
    bids.hand_in(county, solicitation, ["Umberfield Hardware", "Beacon Loft Lighting"], due=-1)
    solicitations.close_solicitation(
        solicitation_id=solicitation.pk, actor=None, now=county.days.at(-1, 14)
    )


def next_road_salt(county: County) -> None:
    """Next season's salt: out to bid, one envelope in."""
    start = county.days.month(SALT_BEGAN, later=12)
    call = _call(
        county, "road-salt-next", f"{SALT} {start.year}", SALT, planned=-75, due=-40,
        starts=county.days.offset(start), words="Road salt and de-icers for the season after this one.",
    )  # fmt: skip
    pool = _pooled(county, call, frozen=-32)
    solicitation = bids.draft_pool(county, pool, "road-salt", offset=-25)
    bids.publish(county, solicitation, offset=-12, due=16)
    bidding.receive_paper_bid(
        solicitation_id=solicitation.pk, vendor_id=county.vendors["Rival Salt Co."].pk, actor=county.buyer,
        now=county.days.at(-2, 11, 26),
    )  # fmt: skip


def signs_and_posts(county: County) -> None:
    """Pooled and frozen; the draft is with the purchasing agent."""
    call = _call(
        county, "signs", f"Traffic signs and posts {county.days.month(150).year}", SIGNS, planned=-70, due=-35,
        starts=150, words="Regulatory and warning signs, posts and anchors.",
    )  # fmt: skip
    pool = _pooled(county, call, frozen=-20, told_apart_by=("fire lane",))
    solicitation = bids.draft_pool(county, pool, "signs", offset=-10)
    solicitations.send_for_review(solicitation_id=solicitation.pk, actor=county.buyer, now=county.days.at(-3, 15))


def lawn_seed(county: County) -> None:
    """A draft without a pool."""
    bids.draft_file(
        county, "Athletic field seed and fertilizer", "lines/lawn-seed", offset=-5,
        description="Seed and fertilizer for playing fields.",
    )  # fmt: skip


def gloves_and_first_aid(county: County) -> None:
    """Being pooled: some groups decided, one line taken out, one agency asked, the rest to look at."""
    call = _call(
        county, "gloves-first-aid", f"Nitrile gloves and EMS supplies {county.days.month(160).year}", FIRST_AID,
        planned=-50, due=-14, starts=160, words="Examination gloves in every size, dressings, cold packs and splints.",
    )  # fmt: skip
    pool = needs.collect(county, call)
    grouping.sort_lines(county, pool, offset=-11)
    grouping.take_out_odd_lines(county, pool, (" m 4mil",), offset=-10)
    queue = Match.objects.filter(pool=pool).to_review()
    sure = list(queue.filter(tier=Match.Tier.AUTO).without_question()[:4])
    for i, match in enumerate(sure):
        pooling.confirm_match(match_id=match.pk, actor=county.buyer, now=county.days.at(-9, 10, 5 * i))
    kit = queue.filter(tier=Match.Tier.SINGLE, lines__line__description__icontains="first aid kit").first()
    if kit is not None:
        reason = "First aid kits are in the solicitation for first aid and AED supplies already."
        pooling.reject_match(match_id=kit.pk, reason=reason, actor=county.buyer, now=county.days.at(-9, 11))
    _ask(county, pool)


def _ask(county: County, pool: Pool) -> None:
    """Ask the agencies of the largest group with an open question, and write down one answer in another."""
    asked = MatchLine.objects.still_asked().filter(match__pool=pool).order_by("-match__stake", "pk")
    for row, is_first in zip(list(asked), (True, False), strict=False):
        if is_first:
            pooling.ask_agencies(match_id=row.match_id, actor=county.buyer, now=county.days.at(-8, 10))
        elif row.match.base_unit == "EA":
            pooling.state_conversion(
                line_id=row.line_id, base_unit="EA", numerator=bids.Decimal(24), actor=county.buyer,
                source="Telephone call with the nurse, from her last order", now=county.days.at(-7, 14),
            )  # fmt: skip


def custodial_supplies(county: County) -> None:
    """Collecting: some sent, some half done, one declined, one returned, one silent, files in every state."""
    days = county.days
    call = _call(
        county, "custodial", f"{CUSTODIAL} {days.month(170).year}", CUSTODIAL, planned=-30, due=11, starts=170,
        words="Liners, towels, tissue, soap and floor cleaner, delivered to each building.",
    )  # fmt: skip
    pool = needs.call_for_needs(county, call, invited=["V-004", "S-018", "C-007"])
    requirements.open_pool(pool_id=pool.pk, actor=county.buyer, now=days.at(-28, 9))
    for i, number in enumerate(("C-001", "C-006", "T-001", "V-022")):
        needs.state(county, pool, "custodial", number, offset=-20 + i)
        needs.send(county, pool, number, offset=-18 + i, hour=15)
    parts = {number: needs.part_of(county, pool, number) for number in [*needs.stated_by("custodial"), "S-018"]}
    requirements.accept_needs(participation_id=parts["C-006"].pk, actor=county.buyer, now=days.at(-8, 10))
    requirements.return_needs(
        participation_id=parts["V-022"].pk, actor=county.buyer, now=days.at(-7, 10),
        reason="Your wipes are counted in cases. Please say how many canisters your case holds.",
    )  # fmt: skip
    requirements.decline_pool(participation_id=parts["V-018"].pk, actor=county.speaker("V-018"), now=days.at(-15, 9))
    requirements.join_pool(participation_id=parts["B-001"].pk, actor=county.speaker("B-001"), now=days.at(-9, 9))
    requirements.submit_needs(
        participation_id=parts["B-001"].pk, nothing_needed=True, actor=county.speaker("B-001"), now=days.at(-9, 10)
    )
    needs.state(county, pool, "custodial", "T-004", offset=-6, most=2)
    needs.state(county, pool, "custodial", "S-028", offset=-2, most=2)
    _upload(county, pool)


def _upload(county: County, pool: Pool) -> None:
    """Three files: one imported, one checked with problems, one only uploaded."""
    for number, name, hour in (("S-039", "yonkers-schools", 9), ("S-018", "katonah", 10), ("T-004", "greenburgh", 11)):
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
            requirements.perform_import(batch_id=batch.pk, now=at)
            needs.send(county, pool, number, offset=-4, hour=12)


def next_copy_paper(county: County) -> None:
    """Next year's paper: planned, agencies invited, not open yet."""
    start = county.days.month(PAPER_BEGAN, later=12)
    call = _call(
        county, "copy-paper", f"{PAPER} {start.year}", PAPER, planned=-3, due=32, starts=county.days.offset(start),
        words="Paper for copiers and printers, and envelopes, when this year's contracts end.",
    )  # fmt: skip
    needs.call_for_needs(county, call)
