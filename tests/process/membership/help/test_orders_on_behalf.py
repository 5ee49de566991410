"""Orders on an agency's behalf: up to the amounts and from the contracts granted, approved by the agency itself."""

from datetime import timedelta
from decimal import Decimal

import pytest

from commonlot.kernel.errors import Refused
from commonlot.process.contracts.models import PriceLine
from commonlot.process.membership import actions as membership
from commonlot.process.ordering import actions, papers, queries
from commonlot.process.ordering.models import Order
from commonlot.records.access.models import Seat
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories import help as make
from tests.factories import ordering


@pytest.fixture
def salt(cast: Cast) -> PriceLine:
    """Salt at exactly 100.00 a ton, which the fire district may order."""
    line = ordering.price_line(ordering.contract(cast), price="100.0000")
    ordering.takes_part(cast.fire_district, line.contract, cast)
    return line


@pytest.fixture
def commissioner(cast: Cast) -> Seat:
    """Gus Albano, who approves."""
    return make.commissioner(cast)


@pytest.fixture
def priya(cast: Cast, salt: PriceLine) -> Seat:
    """Priya Raman on the marked seat: 1,000.00 an order, 2,500.00 in all, from this contract."""
    return make.marked_seat(make.granted(cast, acts=("orders",), contracts=[salt.contract.number]))


def _basket(cast: Cast, line: PriceLine, tons: str, actor: Seat) -> Order:
    return actions.add_to_basket(price_line_id=line.pk, quantity=Decimal(tons), actor=actor, now=cast.now)


def _ordered(cast: Cast, line: PriceLine, tons: str, actor: Seat) -> Order:
    order = _basket(cast, line, tons, actor)
    return actions.submit_order(order_id=order.pk, actor=actor, now=cast.now)


def test_an_order_on_behalf_goes_to_the_agencys_own_approver(
    cast: Cast, salt: PriceLine, priya: Seat, commissioner: Seat
) -> None:
    order = _ordered(cast, salt, "10", priya)
    mail = Message.objects.first()
    assert mail is not None
    assert mail.to == [commissioner.user.email]
    assert mail.text.startswith("Priya Raman, Westchester County, on behalf of Millbrook Fire District asks")
    for other in (priya, cast.buyer, cast.purchasing_agent):
        with pytest.raises(Refused, match="Only an approver of the agency"):
            actions.approve_order(order_id=order.pk, actor=other, now=cast.now)
    approved = actions.approve_order(order_id=order.pk, actor=commissioner, now=cast.now)
    says = papers.facts_of(approved, now=cast.now)
    assert says["requested_by"] == "Priya Raman, Westchester County, on behalf of Millbrook Fire District"
    assert says["approved_by"] == "Gus Albano"


@pytest.mark.parametrize(("tons", "allowed"), [("10", True), ("10.01", False)])
def test_one_order_stays_within_its_amount(
    cast: Cast, salt: PriceLine, priya: Seat, commissioner: Seat, tons: str, allowed: bool
) -> None:
    if allowed:
        assert _ordered(cast, salt, tons, priya).status == "submitted"
        return
    with pytest.raises(
        Refused, match=r"comes to \$1,001.00. Your delegation allows \$1,000.00 for one order"
    ):
        _ordered(cast, salt, tons, priya)


def test_all_orders_stay_within_the_amount_in_all(
    cast: Cast, salt: PriceLine, priya: Seat, commissioner: Seat
) -> None:
    for _ in range(2):
        order = _ordered(cast, salt, "10", priya)
        actions.approve_order(order_id=order.pk, actor=commissioner, now=cast.now)
    with pytest.raises(
        Refused, match=r"\$2,500.01 in all. Your delegation allows \$2,500.00, of which \$500.00"
    ):
        _ordered(cast, salt, "5.0001", priya)
    basket = Order.objects.get(status="draft")
    actions.set_quantity(order_line_id=basket.lines.get().pk, quantity=Decimal(5), actor=priya, now=cast.now)
    assert actions.submit_order(order_id=basket.pk, actor=priya, now=cast.now).status == "submitted"


def test_an_order_that_was_cancelled_no_longer_counts(
    cast: Cast, salt: PriceLine, priya: Seat, commissioner: Seat
) -> None:
    first = _ordered(cast, salt, "10", priya)
    actions.cancel_order(order_id=first.pk, because="Not needed", actor=priya, now=cast.now)
    assert queries.ordered_from(priya, besides=Order(pk=0)) == Decimal(0)


def test_a_contract_that_was_not_granted_takes_nothing(
    cast: Cast, salt: PriceLine, priya: Seat, commissioner: Seat
) -> None:
    other = ordering.price_line(ordering.contract(cast, number="26-0999", title="Sand"))
    ordering.takes_part(cast.fire_district, other.contract, cast)
    with pytest.raises(Refused, match="does not cover contract 26-0999, only 26-0412"):
        _basket(cast, other, "1", priya)
    assert _basket(cast, other, "1", cast.fire).status == "draft"


def test_a_seat_for_needs_orders_nothing(cast: Cast, salt: PriceLine) -> None:
    seat = make.marked_seat(make.granted(cast, acts=("needs",)))
    with pytest.raises(Refused, match="Placing orders was not delegated"):
        _basket(cast, salt, "1", seat)


def test_a_delivery_is_recorded_and_an_order_closed_by_the_agency_itself(
    cast: Cast, salt: PriceLine, priya: Seat, commissioner: Seat
) -> None:
    order = _ordered(cast, salt, "4", priya)
    actions.approve_order(order_id=order.pk, actor=commissioner, now=cast.now)
    came = {order.lines.get().pk: Decimal(4)}
    with pytest.raises(Refused, match="own people"):
        actions.record_receipt(
            order_id=order.pk, received_on=cast.now.date(), quantities=came, actor=priya, now=cast.now
        )
    actions.record_receipt(
        order_id=order.pk, received_on=cast.now.date(), quantities=came, actor=cast.fire, now=cast.now
    )
    with pytest.raises(Refused, match="own people"):
        actions.close_order(order_id=order.pk, actor=priya, now=cast.now)


@pytest.mark.parametrize(("offset", "allowed"), [(-1, True), (0, False)])
def test_nothing_is_ordered_from_the_second_it_ended(
    cast: Cast, salt: PriceLine, commissioner: Seat, offset: int, allowed: bool
) -> None:
    seat = make.marked_seat(make.granted(cast, acts=("orders",), days=1))
    basket = _basket(cast, salt, "1", seat)
    assert seat.ended_at is not None
    at = seat.ended_at + timedelta(seconds=offset)
    if allowed:
        assert actions.submit_order(order_id=basket.pk, actor=seat, now=at).status == "submitted"
        return
    with pytest.raises(Refused, match="do not act for Millbrook"):
        actions.submit_order(order_id=basket.pk, actor=seat, now=at)


def test_what_was_drafted_stays_with_the_agency(
    cast: Cast, salt: PriceLine, priya: Seat, commissioner: Seat
) -> None:
    basket = _basket(cast, salt, "3", priya)
    membership.end_delegation(delegation_id=priya.delegation.pk, actor=cast.fire, now=cast.now)
    assert list(queries.drafted_on_behalf(cast.fire)) == [basket]
    for outsider in (cast.requester, commissioner, cast.buyer):
        with pytest.raises(Refused, match="Only a requester of the agency"):
            actions.take_over_basket(order_id=basket.pk, actor=outsider, now=cast.now)
    taken = actions.take_over_basket(order_id=basket.pk, actor=cast.fire, now=cast.now)
    assert taken.requested_by == cast.fire
    assert actions.submit_order(order_id=basket.pk, actor=cast.fire, now=cast.now).status == "submitted"


def test_a_basket_is_not_taken_over_onto_an_own_one(
    cast: Cast, salt: PriceLine, priya: Seat, commissioner: Seat
) -> None:
    basket = _basket(cast, salt, "3", priya)
    _basket(cast, salt, "1", cast.fire)
    with pytest.raises(Refused, match="You have a basket for this contract"):
        actions.take_over_basket(order_id=basket.pk, actor=cast.fire, now=cast.now)


def test_a_person_does_not_approve_from_another_seat_what_they_asked_for(
    cast: Cast, salt: PriceLine, priya: Seat, commissioner: Seat
) -> None:
    order = _ordered(cast, salt, "1", priya)
    own = Seat.objects.create(
        user=cast.buyer.user,
        organisation=cast.fire_district.organisation,
        roles=["approver"],
        created_at=cast.now,
    )
    with pytest.raises(Refused, match="another person must approve"):
        actions.approve_order(order_id=order.pk, actor=own, now=cast.now)
