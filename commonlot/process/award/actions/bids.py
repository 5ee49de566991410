"""What is decided about bids before an award: whether one counts, or that none does."""

from datetime import datetime

from django.db import transaction

from commonlot.kernel.errors import Refused
from commonlot.process.award import access
from commonlot.process.award.actions import letters
from commonlot.process.award.models import Responsiveness
from commonlot.process.bidding.models import OpenedBid
from commonlot.process.solicitation import actions as solicitation_actions
from commonlot.process.solicitation.models import Solicitation
from commonlot.process.solicitation.states import Status
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record


def lock_solicitation(solicitation_id: int) -> Solicitation:
    """Return one solicitation, locked: everything about its award waits for this lock."""
    return Solicitation.objects.select_for_update().get(pk=solicitation_id)


@transaction.atomic
def rule_on_bid(
    *, bid_id: int, is_responsive: bool, reason: str, actor: Seat, now: datetime
) -> Responsiveness:
    """Rule, with a reason, whether a bid counts."""
    bid = OpenedBid.objects.select_related("vendor__organisation").get(pk=bid_id)
    solicitation = lock_solicitation(bid.solicitation_id)
    access.rule_on_bid.require(actor, solicitation, now=now)
    if not reason.strip():
        raise Refused("Give the reason: the bidder will read it.", field="reason")

    ruling, _ = Responsiveness.objects.update_or_create(
        bid=bid,
        defaults={
            "is_responsive": is_responsive,
            "reason": reason.strip(),
            "ruled_by": actor,
            "ruled_at": now,
        },
    )
    record(
        at=now,
        actor=actor,
        verb="award.bid_ruled",
        subject=bid,
        within=solicitation,
        counts="yes" if is_responsive else "no",
        reason=reason.strip(),
    )
    return ruling


@transaction.atomic
def reject_all(*, solicitation_id: int, reason: str, actor: Seat, now: datetime) -> Solicitation:
    """Reject all bids, with the reason, and tell every bidder."""
    solicitation = lock_solicitation(solicitation_id)
    access.reject_all.require(actor, solicitation, now=now)
    if not reason.strip():
        raise Refused("Give the reason: every bidder will read it.", field="reason")
    if solicitation.status == Status.OPENED:
        solicitation_actions.mark_evaluated(solicitation_id=solicitation.pk, actor=actor, now=now)
    rejected = solicitation_actions.mark_all_rejected(solicitation_id=solicitation.pk, actor=actor, now=now)
    told = letters.tell_all_rejected(solicitation, reason.strip(), now=now)
    record(
        at=now,
        actor=actor,
        verb="award.all_rejected",
        subject=solicitation,
        reason=reason.strip(),
        bidders_told=told,
    )
    return rejected
