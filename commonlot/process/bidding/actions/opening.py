"""The public opening: begun at the deadline by two people, finished when every bid is accounted for."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.bidding import access, states
from commonlot.process.bidding.models import Opening, PaperBid
from commonlot.process.bidding.states import PaperBidStatus
from commonlot.process.membership.actions import announce
from commonlot.process.membership.models import Subscription
from commonlot.process.solicitation import actions as solicitations
from commonlot.process.solicitation.models import Solicitation
from commonlot.process.solicitation.states import Status
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record


@transaction.atomic
def open_bids(*, solicitation_id: int, actor: Seat, now: datetime, witness: str = "") -> Opening:
    """Open every envelope in public before a named second person, never before the deadline."""
    solicitation = Solicitation.objects.select_for_update().get(pk=solicitation_id)
    access.open_bids.require(actor, solicitation, now=now)
    named = " ".join(witness.split())
    if not named or named.casefold() == actor.user.name.casefold():
        raise Refused("Two people open bids: name the other one.", field="witness")
    if len(named) > 120:
        raise Refused("Name the other person in at most 120 characters.", field="witness")

    if solicitation.status == Status.PUBLISHED:
        solicitations.close_solicitation(solicitation_id=solicitation_id, actor=actor, now=now)
    solicitations.mark_opened(solicitation_id=solicitation_id, actor=actor, now=now)
    opening = Opening.objects.create(solicitation=solicitation, opened_at=now, opened_by=actor, witness=named)
    listed = solicitation.paper_bids.filter(status=PaperBidStatus.RECEIVED).count()
    record(
        at=now, actor=actor, verb="bidding.bids_opened", subject=opening, within=solicitation, witness=named,
        bids_listed=listed,
    )  # fmt: skip
    return opening


@transaction.atomic
def leave_unopened(*, paper_bid_id: int, because: str, actor: Seat, now: datetime) -> PaperBid:
    """Account for a listed envelope that is not opened, with the reason that the public reads."""
    known = PaperBid.objects.get(pk=paper_bid_id)
    solicitation = Solicitation.objects.select_for_update().get(pk=known.solicitation_id)
    paper_bid = PaperBid.objects.select_related("vendor__organisation").get(pk=paper_bid_id)
    access.read_prices.require(actor, solicitation, now=now)
    workflow.check_move(states.PAPER_BID_MOVES, paper_bid.status, PaperBidStatus.UNOPENED)
    if not because.strip() or len(because.strip()) > 300:
        raise Refused(
            "Say why it stays sealed, in at most 300 characters: everyone reads it.", field="because"
        )
    if hasattr(paper_bid, "opened"):
        raise Refused("This envelope was opened and typed once; type it again instead.")

    paper_bid.status, paper_bid.unopened_because = PaperBidStatus.UNOPENED, because.strip()
    paper_bid.save(update_fields=["status", "unopened_because"])
    record(
        at=now, actor=actor, verb="bidding.bid_left_unopened", subject=paper_bid, within=solicitation,
        because=because.strip(),
    )  # fmt: skip
    return paper_bid


@transaction.atomic
def finish_opening(*, solicitation_id: int, actor: Seat, now: datetime) -> Opening:
    """End the opening; refused while one listed bid is unaccounted for."""
    solicitation = Solicitation.objects.select_for_update().get(pk=solicitation_id)
    access.finish.require(actor, solicitation, now=now)
    opening = Opening.objects.select_for_update().get(solicitation=solicitation)

    opening.finished_at = now
    opening.save(update_fields=["finished_at"])
    read = solicitation.paper_bids.filter(status=PaperBidStatus.READ).count()
    record(
        at=now,
        actor=actor,
        verb="bidding.opening_finished",
        subject=opening,
        within=solicitation,
        bids_read=read,
    )
    _tell_the_list(solicitation, read, now)
    return opening


def _tell_the_list(solicitation: Solicitation, read: int, now: datetime) -> None:
    commodity = solicitation.pool.commodity if solicitation.pool is not None else ""
    announce(
        topic=Subscription.Topic.OPENINGS, goods=f"{solicitation.title}, {commodity}",
        subject=f"Bids opened: {solicitation.title}",
        text=f"The bids for {solicitation.number}, {solicitation.title}, were opened in public. "
        f"{'One bid was' if read == 1 else f'{read} bids were'} read. "
        "The prices are here:",
        path=reverse("bidding:opening", args=[solicitation.pk]), about=solicitation, now=now,
    )  # fmt: skip
