"""The receiving desk: on time means before the deadline, and what is late stays sealed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from commonlot.kernel.errors import Refused
from commonlot.process.bidding import actions
from commonlot.process.bidding.models import PaperBid
from commonlot.process.membership.models import Vendor
from commonlot.process.solicitation.models import Solicitation
from commonlot.process.solicitation.states import Status
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories import bidding as make
from tests.factories.solicitation import overdue, solicitation


@pytest.fixture
def salt(cast: Cast) -> Solicitation:
    """A published solicitation that takes bids."""
    return solicitation(cast)


def receive(of: Solicitation, cast: Cast, **changes: object) -> PaperBid:
    facts: dict[str, object] = {"vendor_id": cast.salt_and_sons.pk, "actor": cast.buyer, "now": cast.now}
    return actions.receive_paper_bid(solicitation_id=of.pk, **(facts | changes))  # type: ignore[arg-type]


def test_an_envelope_gets_its_minute_its_number_and_a_receipt(cast: Cast, salt: Solicitation) -> None:
    first = receive(salt, cast)
    second = receive(salt, cast, vendor_id=cast.rival_salt.pk)
    assert (first.envelope, first.received_at, first.is_late, first.status) == (
        1,
        cast.now,
        False,
        "received",
    )
    assert second.envelope == 2
    mail = Message.objects.filter(to=[cast.salt_and_sons.email]).get()
    assert "stays sealed until" in mail.text


def test_an_envelope_at_the_deadline_is_late_kept_and_never_opened(cast: Cast, salt: Solicitation) -> None:
    due = salt.bids_due_at
    assert due is not None
    on_time = receive(salt, cast, now=due - timedelta(seconds=1))
    late = receive(salt, cast, vendor_id=cast.rival_salt.pk, now=due + timedelta(seconds=19))
    assert (on_time.is_late, late.is_late) == (False, True)
    assert (late.status, late.unopened_because) == ("unopened", "Received 19 seconds late")
    with pytest.raises(IntegrityError, match="a_late_bid_is_never_opened"), transaction.atomic():
        PaperBid.objects.filter(pk=late.pk).update(status="read")


def test_a_vendor_hands_in_one_bid_unless_it_takes_the_first_back(cast: Cast, salt: Solicitation) -> None:
    first = receive(salt, cast)
    with pytest.raises(Refused, match="give envelope 1 back first"):
        receive(salt, cast)
    actions.withdraw_paper_bid(paper_bid_id=first.pk, actor=cast.buyer, now=cast.now)
    assert receive(salt, cast).envelope == 2


def test_a_bid_cannot_be_withdrawn_after_the_deadline(cast: Cast) -> None:
    over = overdue(cast)
    with pytest.raises(Refused, match="after that it stands"):
        actions.withdraw_paper_bid(
            paper_bid_id=make.envelope(cast, over, cast.salt_and_sons).pk, actor=cast.buyer, now=cast.now
        )


def test_nobody_stamps_an_envelope_into_the_past_once_bids_are_open(cast: Cast) -> None:
    opened = make.opened(cast)
    due = opened.bids_due_at
    assert due is not None
    with pytest.raises(Refused, match="it is late"):
        receive(opened, cast, received_at=due - timedelta(minutes=5))
    assert receive(opened, cast).is_late


def test_an_envelope_is_not_stamped_with_a_time_to_come(cast: Cast, salt: Solicitation) -> None:
    with pytest.raises(Refused, match="has not come"):
        receive(salt, cast, received_at=cast.now + timedelta(minutes=1))


@pytest.mark.parametrize("who", ["requester", "vendor", "rival"])
def test_only_the_desk_stamps_bids(cast: Cast, salt: Solicitation, who: str) -> None:
    with pytest.raises(Refused, match="Only a buyer"):
        receive(salt, cast, actor=getattr(cast, who))


@pytest.mark.parametrize("status", [Status.DRAFT, Status.CANCELLED, Status.AWARDED])
def test_no_bids_are_taken_before_publication_or_after_the_end(cast: Cast, status: Status) -> None:
    with pytest.raises(Refused, match="No bids are taken"):
        receive(solicitation(cast, status=status), cast)


def test_a_vendor_nobody_knew_is_registered_and_stamped_at_once(cast: Cast, salt: Solicitation) -> None:
    paper_bid = actions.receive_from_new_vendor(
        solicitation_id=salt.pk, name="Coastal De-Icing", actor=cast.buyer, now=cast.now
    )
    assert str(paper_bid.vendor) == "Coastal De-Icing"


def test_a_refused_envelope_registers_nobody(cast: Cast) -> None:
    known = Vendor.objects.count()
    with pytest.raises(Refused):
        actions.receive_from_new_vendor(
            solicitation_id=solicitation(cast, status=Status.CANCELLED).pk, name="Coastal", actor=cast.buyer,
            now=cast.now,
        )  # fmt: skip
    assert Vendor.objects.count() == known
