"""Two approvers at the same instant, in real transactions: each approval counts once, and the order leaves once."""

import pytest
from django.db import transaction

from commonlot.kernel.errors import Refused
from commonlot.process.ordering import actions, queries
from commonlot.process.ordering.models import Approval, Order
from commonlot.records.access.models import Seat
from commonlot.records.notices.models import Message
from tests.beside import Beside
from tests.cast import Cast
from tests.factories import approvals as set_up
from tests.factories import ordering as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nell(cast: Cast) -> Seat:
    """A second approver of the town."""
    return set_up.second_approver(cast)


@pytest.fixture
def waiting(cast: Cast) -> Order:
    """Ten tons of salt that wait for approval."""
    line = make.price_line(make.contract(cast))
    part = make.takes_part(cast.town, line.contract, cast)
    return make.order(part, line, by=cast.requester, cast=cast, status="submitted")


def _approve_both_at_once(waiting: Order, cast: Cast, nell: Seat) -> object:
    with transaction.atomic():
        actions.approve_order(order_id=waiting.pk, actor=cast.approver, now=cast.now)
        beside = Beside(lambda: actions.approve_order(order_id=waiting.pk, actor=nell, now=cast.now))
        beside.must_wait()
    outcome = beside.outcome
    waiting.refresh_from_db()
    return outcome


def test_where_one_is_enough_the_second_at_the_same_instant_is_refused(
    cast: Cast, nell: Seat, waiting: Order
) -> None:
    second = _approve_both_at_once(waiting, cast, nell)
    assert isinstance(second, Refused)
    assert (waiting.status, waiting.approved_by, Approval.objects.count()) == ("sent", cast.approver, 1)
    assert Message.objects.filter(cause="ordering.order_sent").count() == 1


def test_where_two_are_needed_both_count_and_the_order_leaves_once(
    cast: Cast, nell: Seat, waiting: Order
) -> None:
    set_up.two_above(cast.town, "0")
    second = _approve_both_at_once(waiting, cast, nell)
    assert isinstance(second, Order)
    assert (waiting.status, waiting.approved_by, Approval.objects.count()) == ("sent", nell, 2)
    assert Message.objects.filter(cause="ordering.order_sent").count() == 1


def test_without_the_lock_the_second_does_not_see_the_first(cast: Cast, nell: Seat, waiting: Order) -> None:
    """Prove that the race is real: an unlocked reader still finds no approval, and would send it a second time."""
    with transaction.atomic():
        actions.approve_order(order_id=waiting.pk, actor=cast.approver, now=cast.now)
        beside = Beside(
            lambda: queries.approving(Order.objects.get(pk=waiting.pk), now=cast.now).why_not(nell)
        )
        assert beside.outcome is None
