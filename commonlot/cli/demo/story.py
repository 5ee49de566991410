"""What happened in the demonstration county: each chapter is one pool or one bid, taken as far as it has come."""

from collections.abc import Callable
from datetime import date

from django.db.models import F

from commonlot.cli.demo import bids, chapters, orders
from commonlot.cli.demo.county import County, make_county
from commonlot.cli.demo.days import Days
from commonlot.process.contracts import actions as contracts
from commonlot.process.savings import actions as savings
from commonlot.records.notices.models import Message

Say = Callable[[str, int, int], None]


def tell(today: date, say: Say) -> County:
    """Build the whole county as it stands on a day, saying how far it is."""
    say("members, people and vendors", 0, 0)
    county = make_county(Days(today))
    entered = orders.enter_contracts(county)
    for done, (title, chapter) in enumerate(CHAPTERS):
        say(title, done + 1, len(CHAPTERS) + 1)
        chapter(county)
    _adopt(county, entered)
    contracts.expire_contracts(now=county.days.at(-1, 6))
    say("orders and deliveries", len(CHAPTERS) + 1, len(CHAPTERS) + 1)
    orders.place_orders(county)
    savings.enter_deliveries(now=county.days.at(-1, 18))
    _let_mail_have_left()
    return county


def _adopt(county: County, entered: dict[str, bids.Contract]) -> None:
    orders.adopt(
        county, entered["0117"], "T-019", offset=-70,
        statement="We need about 60 tires a year. Two dealers quoted 11 to 18 percent more for the same tires. "
        "Delivery to our garage is in the price, so the contract saves cost after all factors.",
    )  # fmt: skip
    paper = bids.Contract.objects.filter(title__startswith="Copy paper", status="active").order_by("-prices__pk")
    orders.adopt(
        county, paper[0], "T-019", offset=-45,
        statement="Our own supplier asks $49.20 a carton with delivery on top. The county's contract delivers for less, "
        "and asking for bids ourselves would cost more than we use in a year.",
    )  # fmt: skip


def _let_mail_have_left() -> None:
    """Note that all mail has left: nothing is sent from a past that is invented, to addresses that nobody has."""
    Message.objects.filter(sent_at=None).update(sent_at=F("created_at"), attempts=1)


CHAPTERS: tuple[tuple[str, Callable[[County], None]], ...] = (
    ("copy paper, in force", chapters.copy_paper),
    ("road salt, in force", chapters.road_salt),
    ("playground mulch, all bids rejected", chapters.playground_mulch),
    ("leaf bags, cancelled", chapters.leaf_bags),
    ("office furniture, cancelled", chapters.office_furniture),
    ("LED lamps, approved", chapters.led_lamps),
    ("cones and paint, intent posted", chapters.cones_and_paint),
    ("hand tools, recommended", chapters.hand_tools),
    ("first aid, to be recommended", chapters.first_aid),
    ("liners and towels, being opened", chapters.liners_and_towels),
    ("dry batteries, closed", chapters.dry_batteries),
    ("next road salt, out to bid", chapters.next_road_salt),
    ("signs and posts, in review", chapters.signs_and_posts),
    ("lawn seed, a draft", chapters.lawn_seed),
    ("gloves and first aid, being pooled", chapters.gloves_and_first_aid),
    ("custodial supplies, collecting", chapters.custodial_supplies),
    ("next copy paper, planned", chapters.next_copy_paper),
)
