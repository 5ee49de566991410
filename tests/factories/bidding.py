"""Valid rows of the bidding stage, made straight through the models."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from commonlot.process.bidding.models import BidPrice, OpenedBid, Opening, PaperBid
from commonlot.process.bidding.states import PaperBidStatus
from commonlot.process.membership.models import Vendor
from commonlot.process.solicitation.models import Solicitation
from commonlot.process.solicitation.states import Status
from tests.cast import Cast
from tests.factories.solicitation import overdue


def envelope(cast: Cast, of: Solicitation, vendor: Vendor, **changes: Any) -> PaperBid:
    """Make a sealed envelope that came in an hour before the deadline."""
    due = of.bids_due_at or cast.now
    facts: dict[str, Any] = {
        "envelope": of.paper_bids.count() + 1,
        "received_at": due - timedelta(hours=1),
        "received_by": cast.buyer,
    }
    return PaperBid.objects.create(solicitation=of, vendor=vendor, **(facts | changes))


def late_envelope(cast: Cast, of: Solicitation, vendor: Vendor) -> PaperBid:
    """Make an envelope that came 19 seconds late and stays sealed."""
    due = of.bids_due_at or cast.now
    return envelope(
        cast, of, vendor, received_at=due + timedelta(seconds=19), is_late=True,
        status=PaperBidStatus.UNOPENED, unopened_because="Received 19 seconds late",
    )  # fmt: skip


def opened(cast: Cast, **changes: Any) -> Solicitation:
    """Make a solicitation whose bids were opened a minute ago."""
    made = overdue(cast, status=Status.OPENED, opened_at=cast.now, **changes)
    Opening.objects.create(solicitation=made, opened_at=cast.now, opened_by=cast.buyer, witness="Owen Bright")
    return made


def typed_bid(cast: Cast, paper_bid: PaperBid, prices: Mapping[int, str | None], **changes: Any) -> OpenedBid:
    """Make a bid that the buyer typed; prices by line number, None for a no-bid."""
    facts: dict[str, Any] = {"typed_by": cast.buyer, "typed_at": cast.now}
    bid = OpenedBid.objects.create(
        solicitation=paper_bid.solicitation, vendor=paper_bid.vendor, paper_bid=paper_bid, **(facts | changes)
    )
    for line in paper_bid.solicitation.lines.all():
        price = prices.get(line.number)
        BidPrice.objects.create(bid=bid, line=line, unit_price=None if price is None else Decimal(price))
    PaperBid.objects.filter(pk=paper_bid.pk).update(
        status=PaperBidStatus.READ if bid.checked_at else PaperBidStatus.TYPED
    )
    return bid


def read_bid(cast: Cast, of: Solicitation, vendor: Vendor, prices: Mapping[int, str | None]) -> OpenedBid:
    """Make a bid that was typed by the buyer and checked by the second buyer."""
    return typed_bid(
        cast, envelope(cast, of, vendor), prices, checked_by=cast.second_buyer, checked_at=cast.now
    )
