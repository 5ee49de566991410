"""From basket to closed order: who may do what, at which price, and what is refused."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from commonlot.kernel.errors import Refused
from commonlot.process.contracts.models import Allotment, ContractParticipation, PriceLine
from commonlot.process.ordering import actions
from commonlot.process.ordering.models import Order
from commonlot.records.access.models import Seat
from commonlot.records.audit.queries import trail_of
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories import ordering as make


@pytest.fixture
def salt(cast: Cast) -> PriceLine:
    """Bulk salt at 71.90 a ton, under a contract in force."""
    return make.price_line(make.contract(cast))


@pytest.fixture
def part(cast: Cast, salt: PriceLine) -> ContractParticipation:
    """The town takes part in the salt contract."""
    return make.takes_part(cast.town, salt.contract, cast)


def sent(cast: Cast, part: ContractParticipation, salt: PriceLine, *, quantity: str = "10") -> Order:
    """Make an order that the vendor has."""
    return make.order(
        part, salt, by=cast.requester, cast=cast, status="sent", approved_by=cast.approver, quantity=quantity
    )


def test_a_requester_fills_a_basket_at_the_contract_price(
    cast: Cast, part: ContractParticipation, salt: PriceLine
) -> None:
    order = actions.add_to_basket(
        price_line_id=salt.pk, quantity=Decimal(10), actor=cast.requester, now=cast.now
    )
    again = actions.add_to_basket(
        price_line_id=salt.pk, quantity=Decimal(5), actor=cast.requester, now=cast.now
    )
    assert again == order
    line = order.lines.get()
    assert (line.quantity, line.unit_price, line.amount) == (
        Decimal(15),
        Decimal("71.9000"),
        Decimal("1078.50"),
    )


def test_an_agency_that_takes_no_part_fills_no_basket(
    cast: Cast, part: ContractParticipation, salt: PriceLine
) -> None:
    with pytest.raises(Refused, match="does not take part"):
        actions.add_to_basket(price_line_id=salt.pk, quantity=Decimal(1), actor=cast.school, now=cast.now)


def test_a_contract_that_has_ended_takes_no_order(cast: Cast) -> None:
    ended = make.contract(cast, term=(date(2025, 3, 1), date(2026, 3, 1)))
    line = make.price_line(ended)
    make.takes_part(cast.town, ended, cast)
    with pytest.raises(Refused, match="holds no price"):
        actions.add_to_basket(price_line_id=line.pk, quantity=Decimal(1), actor=cast.requester, now=cast.now)


def test_a_contract_ends_at_midnight_of_its_last_day(cast: Cast) -> None:
    today = cast.now.date()
    line = make.price_line(make.contract(cast, term=(today - timedelta(days=9), today + timedelta(days=1))))
    make.takes_part(cast.town, line.contract, cast)
    late = cast.now.replace(hour=23, minute=59)
    actions.add_to_basket(price_line_id=line.pk, quantity=Decimal(1), actor=cast.requester, now=late)
    assert Order.objects.count() == 1
    with pytest.raises(Refused, match="holds no price"):
        actions.add_to_basket(
            price_line_id=line.pk, quantity=Decimal(1), actor=cast.requester, now=late + timedelta(minutes=1)
        )


@pytest.mark.parametrize("quantity", [Decimal(0), Decimal(-1), Decimal("1e10")])
def test_a_basket_refuses_an_absurd_quantity(
    cast: Cast, part: ContractParticipation, salt: PriceLine, quantity: Decimal
) -> None:
    with pytest.raises(Refused):
        actions.add_to_basket(price_line_id=salt.pk, quantity=quantity, actor=cast.requester, now=cast.now)
    assert not Order.objects.exists()


def test_an_order_goes_to_the_approvers_by_mail(
    cast: Cast, part: ContractParticipation, salt: PriceLine
) -> None:
    order = make.order(part, salt, by=cast.requester, cast=cast)
    actions.submit_order(order_id=order.pk, budget_code="A.5142.4", actor=cast.requester, now=cast.now)
    order.refresh_from_db()
    assert order.status == "submitted"
    assert Message.objects.get().to == [cast.approver.user.email]


def test_more_than_was_stated_before_the_bid_needs_a_reason(cast: Cast) -> None:
    line = make.pooled_price_line(cast, cast.town, stated="100", price_paid="78.25", price="71.90")
    part = ContractParticipation.objects.get(agency=cast.town)
    assert Allotment.objects.get().quantity == Decimal(100)
    order = make.order(part, line, by=cast.requester, cast=cast, quantity="101")
    with pytest.raises(Refused, match="more than your agency stated"):
        actions.submit_order(order_id=order.pk, actor=cast.requester, now=cast.now)
    actions.submit_order(
        order_id=order.pk, beyond_because="A hard winter", actor=cast.requester, now=cast.now
    )
    order.refresh_from_db()
    assert order.beyond_because == "A hard winter"


def test_nobody_approves_an_order_they_asked_for(
    cast: Cast, part: ContractParticipation, salt: PriceLine
) -> None:
    cast.requester.roles = ["requester", "approver"]
    cast.requester.save(update_fields=["roles"])
    order = make.order(part, salt, by=cast.requester, cast=cast, status="submitted")
    with pytest.raises(Refused, match="another person"):
        actions.approve_order(order_id=order.pk, actor=cast.requester, now=cast.now)


def test_another_agencys_approver_approves_nothing_here(
    cast: Cast, part: ContractParticipation, salt: PriceLine
) -> None:
    order = make.order(part, salt, by=cast.requester, cast=cast, status="submitted")
    with pytest.raises(Refused, match="Only an approver of the agency"):
        actions.approve_order(order_id=order.pk, actor=cast.school_approver, now=cast.now)


def test_an_approved_order_is_a_pdf_in_the_vendors_mail(
    cast: Cast, part: ContractParticipation, salt: PriceLine
) -> None:
    order = make.order(part, salt, by=cast.requester, cast=cast, status="submitted")
    actions.approve_order(order_id=order.pk, actor=cast.approver, now=cast.now)
    order.refresh_from_db()
    assert (order.status, order.approved_by) == ("sent", cast.approver)
    message = Message.objects.get()
    assert message.to == [cast.salt_and_sons.email]
    paper = message.attachments.get()
    assert paper == order.purchase_order
    with paper.file.open("rb") as file:
        assert file.read(5) == b"%PDF-"
    verbs = [entry.verb for entry in trail_of(order)]
    assert verbs[:2] == ["ordering.order_sent", "ordering.order_approved"]


def test_a_price_that_changed_since_it_was_asked_for_stops_the_approval(
    cast: Cast, part: ContractParticipation, salt: PriceLine
) -> None:
    order = make.order(part, salt, by=cast.requester, cast=cast, status="submitted")
    PriceLine.objects.filter(pk=salt.pk).update(unit_price=Decimal("75.0000"))
    with pytest.raises(Refused, match="price changed"):
        actions.approve_order(order_id=order.pk, actor=cast.approver, now=cast.now)
    order.refresh_from_db()
    assert order.status == "submitted"
    assert order.lines.get().unit_price == Decimal("71.9000")


def test_only_the_vendor_acknowledges(cast: Cast, part: ContractParticipation, salt: PriceLine) -> None:
    order = sent(cast, part, salt)
    with pytest.raises(Refused, match="Only the vendor"):
        actions.acknowledge_order(order_id=order.pk, actor=cast.rival, now=cast.now)
    actions.acknowledge_order(order_id=order.pk, actor=cast.vendor, now=cast.now)
    order.refresh_from_db()
    assert order.status == "acknowledged"


def receive(order: Order, quantity: str, *, actor: Seat, cast: Cast) -> None:
    """Record that some of the only line came."""
    actions.record_receipt(
        order_id=order.pk,
        received_on=cast.now.date(),
        quantities={order.lines.get().pk: Decimal(quantity)},
        actor=actor,
        now=cast.now,
    )


def test_an_order_is_received_when_the_last_of_it_has_come_and_then_closed(
    cast: Cast, part: ContractParticipation, salt: PriceLine
) -> None:
    order = sent(cast, part, salt)
    receive(order, "4", actor=cast.receiver, cast=cast)
    order.refresh_from_db()
    assert order.status == "sent"
    receive(order, "6", actor=cast.receiver, cast=cast)
    order.refresh_from_db()
    assert order.status == "received"
    actions.close_order(order_id=order.pk, actor=cast.receiver, now=cast.now)
    order.refresh_from_db()
    assert order.status == "closed"


def test_more_than_was_ordered_is_not_received_and_nothing_is_written(
    cast: Cast, part: ContractParticipation, salt: PriceLine
) -> None:
    order = sent(cast, part, salt)
    with pytest.raises(Refused, match="still to come"):
        receive(order, "10.5", actor=cast.receiver, cast=cast)
    assert not order.receipts.exists()


def test_a_delivery_is_not_recorded_before_its_day(
    cast: Cast, part: ContractParticipation, salt: PriceLine
) -> None:
    order = sent(cast, part, salt)
    with pytest.raises(Refused, match="before its day"):
        actions.record_receipt(
            order_id=order.pk,
            received_on=cast.now.date() + timedelta(days=1),
            quantities={order.lines.get().pk: Decimal(1)},
            actor=cast.receiver,
            now=cast.now,
        )


def test_a_cancelled_order_that_was_sent_is_told_to_the_vendor(
    cast: Cast, part: ContractParticipation, salt: PriceLine
) -> None:
    order = sent(cast, part, salt)
    with pytest.raises(Refused, match="Only the requester before it was sent"):
        actions.cancel_order(order_id=order.pk, because="Not needed", actor=cast.requester, now=cast.now)
    actions.cancel_order(order_id=order.pk, because="Not needed", actor=cast.approver, now=cast.now)
    assert "Not needed" in Message.objects.get().text


@pytest.mark.parametrize("because", ["", "   "])
def test_an_order_is_never_sent_back_without_a_reason(
    cast: Cast, part: ContractParticipation, salt: PriceLine, because: str
) -> None:
    order = make.order(part, salt, by=cast.requester, cast=cast, status="submitted")
    with pytest.raises(Refused, match="Say why"):
        actions.return_order(order_id=order.pk, because=because, actor=cast.approver, now=cast.now)
