"""One marked seat in two windows at the same instant, in real transactions: what was delegated is never exceeded."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions as membership
from commonlot.process.ordering import actions, queries
from commonlot.process.ordering.models import Order
from commonlot.records.access.models import Seat
from tests.beside import Beside
from tests.cast import Cast
from tests.factories import help as make
from tests.factories import ordering

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def priya(cast: Cast) -> Seat:
    """Priya Raman on the marked seat: 1,000.00 an order, 1,500.00 in all; Gus Albano approves."""
    make.commissioner(cast)
    return make.marked_seat(make.granted(cast, acts=("orders",), in_all="1500"))


def _basket(cast: Cast, priya: Seat, number: str, tons: str) -> Order:
    """Fill a basket from a contract of its own, at 100.00 a ton."""
    line = ordering.price_line(ordering.contract(cast, number=number), price="100.0000")
    ordering.takes_part(cast.fire_district, line.contract, cast)
    return actions.add_to_basket(price_line_id=line.pk, quantity=Decimal(tons), actor=priya, now=cast.now)


@pytest.mark.parametrize(("tons", "allowed"), [("5", True), ("5.01", False)])
def test_two_orders_sent_at_once_stay_within_the_amount_in_all(
    cast: Cast, priya: Seat, tons: str, allowed: bool
) -> None:
    first, second = _basket(cast, priya, "26-0412", "10"), _basket(cast, priya, "26-0999", tons)
    with transaction.atomic():
        actions.submit_order(order_id=first.pk, actor=priya, now=cast.now)
        beside = Beside(lambda: actions.submit_order(order_id=second.pk, actor=priya, now=cast.now))
        beside.must_wait()
        # the race is real: who does not wait still finds nothing ordered, and would send both
        assert Beside(lambda: queries.ordered_from(priya, besides=second)).outcome == Decimal(0)
    outcome = beside.outcome
    second.refresh_from_db()
    if allowed:
        assert isinstance(outcome, Order)
        assert second.status == "submitted"
        return
    assert isinstance(outcome, Refused)
    assert outcome.reason.startswith("With this order it would be $1,501.00 in all.")
    assert second.status == "draft"


def test_an_order_that_races_the_end_of_the_delegation_comes_too_late(cast: Cast, priya: Seat) -> None:
    basket = _basket(cast, priya, "26-0412", "5")
    later = cast.now + timedelta(seconds=1)
    with transaction.atomic():
        membership.end_delegation(delegation_id=priya.delegation.pk, actor=cast.fire, now=cast.now)
        beside = Beside(lambda: actions.submit_order(order_id=basket.pk, actor=priya, now=later))
        beside.must_wait()
    assert isinstance(beside.outcome, Refused)
    basket.refresh_from_db()
    assert basket.status == "draft"


def test_the_end_of_the_delegation_waits_for_an_order_that_came_first(cast: Cast, priya: Seat) -> None:
    basket = _basket(cast, priya, "26-0412", "5")
    delegation, later = priya.delegation, cast.now + timedelta(seconds=1)
    with transaction.atomic():
        actions.submit_order(order_id=basket.pk, actor=priya, now=cast.now)
        beside = Beside(
            lambda: membership.end_delegation(delegation_id=delegation.pk, actor=cast.fire, now=later)
        )
        beside.must_wait()
    assert not isinstance(beside.outcome, Refused)
    basket.refresh_from_db()
    assert basket.status == "submitted"
