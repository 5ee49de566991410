"""The receiving desk: envelopes are stamped and stay shut."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.bidding import access, rules, states
from commonlot.process.bidding.models import PaperBid
from commonlot.process.bidding.states import PaperBidStatus
from commonlot.process.membership import actions as membership
from commonlot.process.membership.models import Vendor
from commonlot.process.solicitation.access import when
from commonlot.process.solicitation.models import Solicitation
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record
from commonlot.records.notices.actions import post

OVER = (PaperBidStatus.WITHDRAWN, PaperBidStatus.UNOPENED)


@transaction.atomic
def receive_paper_bid(
    *, solicitation_id: int, vendor_id: int, actor: Seat, now: datetime, received_at: datetime | None = None
) -> PaperBid:
    """Stamp a sealed envelope with its minute and number; one that is late is kept and never opened."""
    # The row lock is the one door: whoever opens bids holds it too, so no envelope slips in beside the opening.
    solicitation = Solicitation.objects.select_for_update().get(pk=solicitation_id)
    access.receive.require(actor, solicitation, now=now)
    vendor = Vendor.objects.select_related("organisation").get(pk=vendor_id)
    stamped = _stamp(solicitation, received_at, now)
    due = solicitation.bids_due_at
    late = due is None or rules.is_late(stamped, due)
    if not late:
        _refuse_second(solicitation, vendor)
    why = rules.say_late(stamped, due)[:300] if late and due else ""
    paper_bid = PaperBid.objects.create(
        solicitation=solicitation,
        vendor=vendor,
        envelope=next_envelope(solicitation),
        status=PaperBidStatus.UNOPENED if late else PaperBidStatus.RECEIVED,
        received_at=stamped,
        received_by=actor,
        is_late=late,
        unopened_because=why,
    )
    verb = "bidding.late_bid_received" if late else "bidding.bid_received"
    record(at=now, actor=actor, verb=verb, subject=paper_bid, stamped=when(stamped), why=why)
    _send_receipt(paper_bid, now)
    return paper_bid


@transaction.atomic
def receive_from_new_vendor(
    *, solicitation_id: int, name: str, actor: Seat, now: datetime, email: str = ""
) -> PaperBid:
    """Register a vendor that was not known and stamp its envelope."""
    vendor = membership.register_vendor(name=name, email=email, actor=actor, now=now)
    return receive_paper_bid(solicitation_id=solicitation_id, vendor_id=vendor.pk, actor=actor, now=now)


@transaction.atomic
def withdraw_paper_bid(*, paper_bid_id: int, actor: Seat, now: datetime) -> PaperBid:
    """Give an envelope back, still sealed, because its bidder asked for it before the deadline."""
    known = PaperBid.objects.get(pk=paper_bid_id)
    Solicitation.objects.select_for_update().get(pk=known.solicitation_id)
    paper_bid = PaperBid.objects.select_related("solicitation", "vendor__organisation").get(pk=paper_bid_id)
    access.withdraw.require(actor, paper_bid, now=now)
    workflow.check_move(states.PAPER_BID_MOVES, paper_bid.status, PaperBidStatus.WITHDRAWN)

    paper_bid.status = PaperBidStatus.WITHDRAWN
    paper_bid.save(update_fields=["status"])
    record(at=now, actor=actor, verb="bidding.bid_withdrawn", subject=paper_bid)
    return paper_bid


def next_envelope(solicitation: Solicitation) -> int:
    """Return the next running number; the caller holds the solicitation's row."""
    return (solicitation.paper_bids.aggregate(last=Max("envelope"))["last"] or 0) + 1


def _stamp(solicitation: Solicitation, received_at: datetime | None, now: datetime) -> datetime:
    stamped = received_at or now
    if stamped > now:
        raise Refused("An envelope cannot be stamped with a time that has not come.", field="received_at")
    if solicitation.published_at and stamped < solicitation.published_at:
        raise Refused("An envelope cannot be older than the solicitation.", field="received_at")
    if solicitation.opened_at is not None and solicitation.bids_due_at and stamped < solicitation.bids_due_at:
        opened = when(solicitation.opened_at)
        raise Refused(f"Bids were opened on {opened}. Stamp it with the time it is now: it is late.")
    return stamped


def _refuse_second(solicitation: Solicitation, vendor: Vendor) -> None:
    first = solicitation.paper_bids.filter(vendor=vendor, is_late=False).exclude(status__in=OVER).first()
    if first is not None:
        raise Refused(
            f"{vendor} has handed in envelope {first.envelope}. If the new one replaces it, give envelope "
            f"{first.envelope} back first."
        )


def _send_receipt(paper_bid: PaperBid, now: datetime) -> None:
    vendor, solicitation = paper_bid.vendor, paper_bid.solicitation
    if not vendor.email:
        return
    fate = (
        f"It is late ({paper_bid.unopened_because.lower()}), so it stays sealed and is not considered."
        if paper_bid.is_late
        else f"It stays sealed until the public opening on {when(solicitation.bids_due_at)}."
    )
    post(
        to=[vendor.email], subject=f"Envelope {paper_bid.envelope} for {solicitation.number}"[:200],
        text=f"Your bid for {solicitation} was stamped on {when(paper_bid.received_at)} as envelope "
             f"{paper_bid.envelope}.\n\n{fate}\n",
        cause="bidding.bid_received", about=solicitation, now=now,
    )  # fmt: skip
