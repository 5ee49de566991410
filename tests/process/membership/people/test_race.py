"""Two administrators end each other at the same moment, in real transactions: one must stay."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from commonlot.kernel.actor import Role
from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions
from commonlot.records.access.models import Seat
from tests.cast import Cast
from tests.factories.membership import make_seat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada(cast: Cast) -> Seat:
    """A second administrator of the town."""
    return make_seat(cast.town.organisation, Role.AGENCY_ADMINISTRATOR, now=cast.now, name="Ada Quist")


def _beside(act: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    outcome: list[object] = []

    def run() -> None:
        try:
            outcome.append(act())
        except Refused as refusal:
            outcome.append(refusal)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, outcome


def test_one_of_two_administrators_who_end_each_other_stays(cast: Cast, ada: Seat) -> None:
    with transaction.atomic():
        actions.end_seat(seat_id=ada.pk, actor=cast.approver, now=cast.now)
        thread, outcome = _beside(lambda: actions.end_seat(seat_id=cast.approver.pk, actor=ada, now=cast.now))
        thread.join(0.5)
        assert thread.is_alive(), "it must wait for the first"
    thread.join(10)
    assert isinstance(outcome[0], Refused)
    assert "last administrator" in outcome[0].reason


def test_without_the_lock_each_still_sees_the_other(cast: Cast, ada: Seat) -> None:
    """Prove that the race is real: while the first is being ended, an unlocked look still finds them."""
    with transaction.atomic():
        actions.end_seat(seat_id=ada.pk, actor=cast.approver, now=cast.now)
        thread, outcome = _beside(lambda: Seat.objects.current(now=cast.now).filter(pk=ada.pk).exists())
        thread.join(10)
    assert outcome == [True]
