"""Help for small agencies: who asked for what, who acts on whose behalf, and the hours it took. All invented."""

from datetime import timedelta
from decimal import Decimal

from commonlot.cli.demo.county import County
from commonlot.cli.demo.orders import line_of
from commonlot.process.membership import actions
from commonlot.process.membership.models import AssistanceRequest
from commonlot.process.ordering import actions as ordering
from commonlot.records.access.models import Seat

FIRE = "F-014"
CROTON, TARRYTOWN, YORKTOWN = "V-005", "V-022", "T-019"


def help_agencies(county: County) -> None:
    """Let one fire district delegate, and other agencies ask, be helped, wait and be declined."""
    _help_the_fire_district(county)
    _write_for_croton(county)
    _decline_yorktown(county)
    _ask(
        county,
        TARRYTOWN,
        "check",
        "The paving contractor sent a renewal that costs 4 percent more. Is it right?",
        day=-2,
    )


def _help_the_fire_district(county: County) -> None:
    """The chief lets a buyer order road supplies; one order waits for the commissioner."""
    days, chief = county.days, county.speaker(FIRE)
    asked = _ask(
        county, FIRE, "orders",
        "Nobody has time to order before the winter. Please order ice melt for the firehouse.", day=-21,
    )  # fmt: skip
    actions.take_request(request_id=asked.pk, actor=county.buyer, now=days.at(-20, 10))
    proposal = actions.propose_delegation(
        request_id=asked.pk, acts=["orders"], contracts=["*"], most_per_order=Decimal(1500),
        most_in_all=Decimal(4000), begins_on=days.day(-20), ends_on=days.day(70),
        note="Only until the spring. You approve each order yourselves.", actor=county.buyer, now=days.at(-20, 11),
    )  # fmt: skip
    granted = actions.grant_delegation(delegation_id=proposal.pk, actor=chief, now=days.at(-19, 8, 30))
    for offset, hours, note in (
        (-19, "1.25", "Talked with the chief; compared three products"),
        (-6, "4.5", "Checked which contracts the district may use"),
        (-3, "0.75", "Filled the basket and sent it for approval"),
    ):
        entry = actions.log_hours(
            request_id=asked.pk, worked_on=days.day(offset), hours=Decimal(hours), work="orders", note=note,
            actor=county.buyer, now=days.at(offset, 16),
        )  # fmt: skip
        if hours == "4.5":
            _correct(county, asked, entry.pk)
    marked = Seat.objects.select_related("user", "organisation", "lent_by").get(delegation=granted)
    basket = ordering.add_to_basket(
        price_line_id=line_of(FIRE, county, "magnesium").pk, quantity=Decimal(12), actor=marked,
        now=days.at(-3, 13),
    )  # fmt: skip
    ordering.submit_order(
        order_id=basket.pk, budget_code="F-3410-400", beyond_because="The last winter was hard.",
        actor=marked, now=days.at(-3, 13, 30),
    )  # fmt: skip


def _correct(county: County, asked: AssistanceRequest, entry_id: int) -> None:
    days = county.days
    actions.take_back_hours(
        entry_id=entry_id, because="Typed 4.5 for 1.5.", actor=county.buyer, now=days.at(-6, 16, 5)
    )
    actions.log_hours(
        request_id=asked.pk, worked_on=days.day(-6), hours=Decimal("1.5"), work="check",
        note="Checked which contracts the district may use", actor=county.buyer, now=days.at(-6, 16, 6),
    )  # fmt: skip


def _write_for_croton(county: County) -> None:
    days = county.days
    asked = _ask(
        county, CROTON, "specification",
        "We want a leaf vacuum on a trailer and have a brochure, but no specification that three makers could meet.",
        day=-75, hour=14,
    )  # fmt: skip
    actions.assign_request(
        request_id=asked.pk, buyer_id=county.second_buyer.pk, actor=county.agent, now=days.at(-74, 9)
    )
    actions.add_paper(
        request_id=asked.pk,
        paper=("leaf-vacuum.txt", b"Leaf vacuum, trailer mounted: at least 20 cubic yards.", "text/plain"),
        actor=county.second_buyer,
        now=days.at(-66, 15),
    )
    actions.log_hours(
        request_id=asked.pk, worked_on=days.day(-66), hours=Decimal("5.25"), work="specification",
        note="Wrote the specification; three makers can meet it", actor=county.second_buyer, now=days.at(-66, 16),
    )  # fmt: skip
    actions.finish_request(
        request_id=asked.pk, outcome="The specification is on this page; use it for three written quotes.",
        actor=county.second_buyer, now=days.at(-65, 10),
    )  # fmt: skip


def _decline_yorktown(county: County) -> None:
    asked = _ask(county, YORKTOWN, "bid", "Please run a bid for car tires for our police.", day=-80)
    actions.decline_request(
        request_id=asked.pk, actor=county.agent, now=county.days.at(-78, 9),
        because="The county has a tire contract that other governments may use. Adopt it; that is quicker than a bid.",
    )  # fmt: skip


def _ask(county: County, body: str, kind: str, words: str, *, day: int, hour: int = 9) -> AssistanceRequest:
    return actions.ask_for_help(
        kind=kind, words=words, needed_by=county.days.day(day) + timedelta(days=30), actor=county.speaker(body),
        now=county.days.at(day, hour),
    )  # fmt: skip
