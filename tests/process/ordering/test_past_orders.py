"""What an agency ordered is handed to its next survey, added up, and tied to the need it served."""

from datetime import timedelta
from decimal import Decimal

from commonlot.process.contracts.models import ContractParticipation, PriceLine
from commonlot.process.ordering import actions
from commonlot.process.ordering.models import Order
from commonlot.process.requirements.models import OrderedBefore
from tests.cast import Cast
from tests.factories import ordering as make


def order(
    cast: Cast, part: ContractParticipation, line: PriceLine, quantity: str, *, days: int, number: str
) -> None:
    made = make.order(part, line, by=cast.requester, cast=cast, quantity=quantity, number=number, status="closed",
                      approved_by=cast.approver)  # fmt: skip
    Order.objects.filter(pk=made.pk).update(sent_at=cast.now - timedelta(days=days))


def test_orders_of_a_year_are_added_up_by_agency_and_price_line(cast: Cast) -> None:
    salt = make.price_line(make.contract(cast))
    part = make.takes_part(cast.town, salt.contract, cast)
    for number, (quantity, days) in enumerate([("10", 20), ("12.5", 200), ("99", 400)]):
        order(cast, part, salt, quantity, days=days, number=f"PO-26-9000{number}")
    make.order(part, salt, by=cast.requester, cast=cast, quantity="7", number="PO-26-90009")  # a basket only
    assert actions.tell_what_was_ordered(now=cast.now) == 1
    told = OrderedBefore.objects.get()
    assert (told.agency, told.quantity, told.unit_price) == (cast.town, Decimal("22.5"), Decimal("71.9"))
    assert told.source == "Contract 26-0412, line 1"
    assert actions.tell_what_was_ordered(now=cast.now) == 1
    assert OrderedBefore.objects.count() == 1


def test_where_nothing_was_ordered_nothing_is_told(cast: Cast) -> None:
    assert actions.tell_what_was_ordered(now=cast.now) == 0


def test_orders_know_the_stated_need_that_they_served(cast: Cast) -> None:
    line = make.pooled_price_line(cast, cast.town, stated="40", price_paid="80", price="71.90")
    part = ContractParticipation.objects.get(contract=line.contract, agency=cast.town)
    order(cast, part, line, "33.5", days=30, number="PO-26-90001")
    actions.tell_what_was_ordered(now=cast.now)
    told = OrderedBefore.objects.get()
    assert told.line is not None
    assert (told.line.quantity, told.quantity, told.unit) == (Decimal(40), Decimal("33.5"), told.line.unit)
