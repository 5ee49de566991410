"""Two administrators end each other at the same moment, in real transactions: one must stay."""

import pytest
from django.db import transaction

from commonlot.kernel.actor import Role
from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions
from commonlot.records.access.models import Seat
from tests.beside import Beside
from tests.cast import Cast
from tests.factories.membership import make_seat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada(cast: Cast) -> Seat:
    """A second administrator of the town."""
    return make_seat(cast.town.organisation, Role.AGENCY_ADMINISTRATOR, now=cast.now, name="Ada Quist")


def test_one_of_two_administrators_who_end_each_other_stays(cast: Cast, ada: Seat) -> None:
    with transaction.atomic():
        actions.end_seat(seat_id=ada.pk, actor=cast.approver, now=cast.now)
        beside = Beside(lambda: actions.end_seat(seat_id=cast.approver.pk, actor=ada, now=cast.now))
        beside.must_wait()
    assert isinstance(beside.outcome, Refused)
    assert "last administrator" in beside.outcome.reason


def test_without_the_lock_each_still_sees_the_other(cast: Cast, ada: Seat) -> None:
    """Prove that the race is real: while the first is being ended, an unlocked look still finds them."""
    with transaction.atomic():
        actions.end_seat(seat_id=ada.pk, actor=cast.approver, now=cast.now)
        beside = Beside(lambda: Seat.objects.current(now=cast.now).filter(pk=ada.pk).exists())
        assert beside.outcome is True
