"""Who may stamp, open, type and check bids, and the sentence that says why not."""

from datetime import datetime

from commonlot.kernel.policy import Policy
from commonlot.process.bidding.models import OpenedBid, PaperBid
from commonlot.process.bidding.states import PaperBidStatus
from commonlot.process.solicitation.access import not_of_the_desk, when
from commonlot.process.solicitation.models import Solicitation
from commonlot.process.solicitation.states import Status
from commonlot.records.access.models import AnySeat

TAKING = (Status.PUBLISHED, Status.CLOSED, Status.OPENED)


@Policy
def see_envelopes(actor: AnySeat, solicitation: Solicitation, *, now: datetime) -> str | None:
    """The desk of the lead agency: before the opening nobody else learns who has bid."""
    return not_of_the_desk(actor, solicitation, "see who has handed in a bid")


@Policy
def receive(actor: AnySeat, solicitation: Solicitation, *, now: datetime) -> str | None:
    """The desk, from publication on; what comes late is stamped as late."""
    refusal = not_of_the_desk(actor, solicitation, "stamp bids")
    if refusal is None and solicitation.status not in TAKING:
        return "No bids are taken for it: it is not published, or it is over."
    return refusal


@Policy
def withdraw(actor: AnySeat, paper_bid: PaperBid, *, now: datetime) -> str | None:
    """The desk, on the bidder's word, before the deadline."""
    solicitation = paper_bid.solicitation
    refusal = not_of_the_desk(actor, solicitation, "give a bid back")
    if refusal is None and (solicitation.bids_due_at is None or now >= solicitation.bids_due_at):
        return f"A bid can be withdrawn until {when(solicitation.bids_due_at)}; after that it stands."
    return refusal


@Policy
def open_bids(actor: AnySeat, solicitation: Solicitation, *, now: datetime) -> str | None:
    """The desk, once the deadline has passed."""
    refusal = not_of_the_desk(actor, solicitation, "open bids")
    if refusal is None and (solicitation.bids_due_at is None or now < solicitation.bids_due_at):
        return f"Bids stay sealed until {when(solicitation.bids_due_at)}."
    return refusal


@Policy
def read_prices(actor: AnySeat, solicitation: Solicitation, *, now: datetime) -> str | None:
    """The desk, while the opening lasts: no price is typed before it or after it."""
    refusal = not_of_the_desk(actor, solicitation, "type or check prices")
    if refusal is not None:
        return refusal
    opening = getattr(solicitation, "opening", None)
    if opening is None:
        return "The bids are not opened yet, so there is no price to type."
    if opening.finished_at is not None:
        return f"The opening was finished on {when(opening.finished_at)}; its record does not change."
    return None if solicitation.status == Status.OPENED else "This request for bids is over."


@Policy
def check_bid(actor: AnySeat, bid: OpenedBid, *, now: datetime) -> str | None:
    """Another person of the desk than the one who typed."""
    refusal = read_prices.why_not(actor, bid.solicitation, now=now)
    if refusal is None and bid.paper_bid.status != PaperBidStatus.TYPED:
        return "This bid was sent back to typing." if not bid.is_checked else "This bid was checked."
    if refusal is None and actor.pk == bid.typed_by_id:
        return "You typed it, so another person must check it against the paper."
    return refusal


@Policy
def finish(actor: AnySeat, solicitation: Solicitation, *, now: datetime) -> str | None:
    """The desk, once every listed bid is accounted for."""
    refusal = read_prices.why_not(actor, solicitation, now=now)
    if refusal is not None:
        return refusal
    open_ones = [PaperBidStatus.RECEIVED, PaperBidStatus.TYPED]
    left = solicitation.paper_bids.filter(status__in=open_ones).order_by("envelope")
    names = [f"envelope {bid.envelope} ({bid.vendor})" for bid in left.select_related("vendor__organisation")]
    if names:
        return (
            f"Not every bid is accounted for: {', '.join(names[:5])}{' and more' if len(names) > 5 else ''}."
        )
    return None
