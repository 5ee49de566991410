"""Envelopes and the opening at the same minute, in real transactions: one lock decides, and without it they race."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction

from commonlot.kernel.errors import Refused
from commonlot.process.bidding import actions
from commonlot.process.bidding.models import PaperBid
from commonlot.process.solicitation.models import Solicitation
from tests.cast import Cast
from tests.factories.solicitation import solicitation

pytestmark = pytest.mark.django_db(transaction=True)


def beside(act: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    """Run something in a second connection; what it returns or raises comes into the list."""
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


def test_an_envelope_waits_for_the_opening_and_is_then_late(cast: Cast) -> None:
    salt = solicitation(cast)
    due = salt.bids_due_at
    assert due is not None
    with transaction.atomic():
        actions.open_bids(solicitation_id=salt.pk, actor=cast.buyer, now=due, witness="Owen Bright")
        # Its clock was read a second before the deadline, but it reaches the desk while the opening holds the row.
        thread, outcome = beside(
            lambda: actions.receive_paper_bid(
                solicitation_id=salt.pk, vendor_id=cast.salt_and_sons.pk, actor=cast.second_buyer,
                now=due - timedelta(seconds=1),
            )
        )  # fmt: skip
        thread.join(0.5)
        assert thread.is_alive(), "it must wait for the opening"
    thread.join(10)
    assert isinstance(outcome[0], Refused)
    assert not PaperBid.objects.exists()


def test_without_the_lock_an_envelope_slips_in_beside_the_opening(cast: Cast) -> None:
    """Prove that the race is real: the same two acts, reading the row without its lock."""
    salt = solicitation(cast)
    due = salt.bids_due_at
    assert due is not None
    with transaction.atomic():
        actions.open_bids(solicitation_id=salt.pk, actor=cast.buyer, now=due, witness="Owen Bright")
        thread, outcome = beside(lambda: Solicitation.objects.get(pk=salt.pk).opened_at)
        thread.join(10)
    assert outcome == [None], "unlocked, the desk still believes that nothing was opened"


def test_many_envelopes_at_once_get_each_its_own_number(cast: Cast) -> None:
    salt = solicitation(cast)
    vendors = [cast.salt_and_sons, cast.rival_salt]
    threads = [
        beside(
            lambda vendor=vendor: actions.receive_paper_bid(  # type: ignore[misc]
                solicitation_id=salt.pk, vendor_id=vendor.pk, actor=cast.buyer, now=cast.now
            )
        )[0]
        for vendor in vendors
    ]
    for thread in threads:
        thread.join(10)
    assert sorted(PaperBid.objects.values_list("envelope", flat=True)) == [1, 2]
