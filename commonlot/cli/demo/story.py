"""What happened in the demonstration county: each chapter is one pool or one bid, taken as far as it has come."""

from collections.abc import Callable, Mapping
from datetime import date

from django.db.models import F

from commonlot.cli.demo import (
    campaigns,
    distribution_list,
    joining,
    law,
    lending,
    open_calls,
    orders,
    past,
    people,
    present,
    services,
    surveys,
    words,
)
from commonlot.cli.demo.county import County, make_county
from commonlot.cli.demo.days import Days
from commonlot.cli.demo.vendors import tell_of_vendors
from commonlot.process.contracts import actions as contracts
from commonlot.process.contracts.models import Contract
from commonlot.process.savings import actions as savings
from commonlot.records.notices.models import UNDONE, Message

Say = Callable[[str, int, int], None]
WHAT = "Chapters of the demonstration county"


def tell(today: date, say: Say) -> County:
    """Build the whole county as it stands on a day, saying how far it is."""
    say(WHAT, 0, len(CHAPTERS) + 2)
    county = make_county(Days(today))
    entered = orders.enter_contracts(county)
    for done, chapter in enumerate(CHAPTERS, start=1):
        say(WHAT, done, len(CHAPTERS) + 2)
        chapter(county)
    _adopt(county, entered)
    contracts.expire_contracts(now=county.days.at(-1, 6))
    say(WHAT, len(CHAPTERS) + 1, len(CHAPTERS) + 2)
    orders.place_orders(county)
    surveys.go_on(county)
    lending.help_agencies(county)
    services.offer_services(county)
    people.approve_by_rules(county)
    savings.enter_deliveries(now=county.days.at(-1, 18))
    tell_of_vendors(county)
    distribution_list.sign_readers_up(county)
    campaigns.write_to_many(county)
    law.propose_changes(county)
    _let_mail_have_left()
    say(WHAT, len(CHAPTERS) + 2, len(CHAPTERS) + 2)
    return county


def _adopt(county: County, entered: Mapping[str, Contract]) -> None:
    """Let a town that took no part use two contracts, each with its reasons on file."""
    orders.adopt(
        county, entered["0117"], "T-019", offset=-70,
        statement="We need about 60 tires a year. Two dealers quoted 11 to 18 percent more for the same tires. "
        "Delivery to our garage is in the price, so the contract saves cost after all factors.",
    )  # fmt: skip
    paper = orders.line_of("T-001", county, "letter+white").contract
    orders.adopt(
        county, paper, "T-019", offset=-45,
        statement="Our own supplier asks $49.20 a carton with delivery on top. The county delivers for less, and "
        "asking for bids ourselves would cost more than we could save.",
    )  # fmt: skip


def _let_mail_have_left() -> None:
    """Note that all mail has left: nothing is sent from a past that is invented, to addresses that nobody has."""
    Message.objects.filter(UNDONE).update(sent_at=F("created_at"), attempts=1)


CHAPTERS: tuple[Callable[[County], None], ...] = (
    past.copy_paper,
    past.road_salt,
    past.playground_mulch,
    past.leaf_bags,
    past.office_furniture,
    past.led_lamps,
    words.teach,
    present.cones_and_paint,
    present.hand_tools,
    present.first_aid,
    present.liners_and_towels,
    present.dry_batteries,
    present.next_road_salt,
    present.signs_and_posts,
    present.lawn_seed,
    present.gloves_and_first_aid,
    present.custodial_supplies,
    present.next_copy_paper,
    surveys.drums_and_barricades,
    surveys.ladders,
    open_calls.second_call_for_paper,
    open_calls.liquid_de_icers,
    joining.asking_to_join,
)
