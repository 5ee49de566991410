"""Who may do what to bids and awards, and the sentence that says why not."""

from datetime import datetime

from commonlot.kernel.actor import Role
from commonlot.kernel.policy import Policy
from commonlot.process.award.models import Award
from commonlot.process.award.states import AwardStatus
from commonlot.process.bidding.models import OpenedBid, Opening
from commonlot.process.solicitation.models import Solicitation
from commonlot.process.solicitation.states import Status
from commonlot.records.access.models import AnySeat

DESK = (Role.BUYER, Role.PURCHASING_AGENT)


def _of_lead(actor: AnySeat, solicitation: Solicitation, *roles: Role) -> bool:
    return actor.organisation_pk == solicitation.lead_agency_id and actor.has(*roles)


def _not_ready(solicitation: Solicitation) -> str | None:
    """Say what still stands between the opening and a recommendation."""
    opening = Opening.objects.filter(solicitation=solicitation).first()
    if opening is None:
        return "The bids are not opened yet."
    if opening.finished_at is None:
        return "The opening is not finished: every bid must be read, or left unopened with its reason."
    if OpenedBid.objects.filter(solicitation=solicitation, checked_at__isnull=True).exists():
        return "A bid that was typed is not checked by a second person yet."
    if Award.objects.filter(solicitation=solicitation).exists():
        return "This was recommended already."
    if solicitation.status not in {Status.OPENED, Status.EVALUATED}:
        return f"This solicitation is {solicitation.status.replace('_', ' ')}."
    return None


@Policy
def rule_on_bid(actor: AnySeat, solicitation: Solicitation, *, now: datetime) -> str | None:
    """A buyer of the lead agency, from the opening until the recommendation."""
    if not _of_lead(actor, solicitation, *DESK):
        return "Only a buyer of the lead agency rules on a bid."
    return _not_ready(solicitation)


@Policy
def recommend(actor: AnySeat, solicitation: Solicitation, *, now: datetime) -> str | None:
    """A buyer of the lead agency, once every bid was read and checked."""
    if not _of_lead(actor, solicitation, *DESK):
        return "Only a buyer of the lead agency recommends an award."
    return _not_ready(solicitation)


@Policy
def withdraw(actor: AnySeat, award: Award, *, now: datetime) -> str | None:
    """The desk, until the intent is posted."""
    if not _of_lead(actor, award.solicitation, *DESK):
        return "Only a buyer of the lead agency takes a recommendation back."
    if award.status != AwardStatus.RECOMMENDED:
        return "The intent is posted: bidders were told. It is no longer taken back here."
    return None


@Policy
def post_intent(actor: AnySeat, award: Award, *, now: datetime) -> str | None:
    """The desk of the lead agency."""
    if not _of_lead(actor, award.solicitation, *DESK):
        return "Only a buyer of the lead agency posts the intent to award."
    return None


@Policy
def approve(actor: AnySeat, award: Award, *, now: datetime) -> str | None:
    """The purchasing agent, if another person recommended it."""
    if not _of_lead(actor, award.solicitation, Role.PURCHASING_AGENT):
        return "Only the purchasing agent of the lead agency approves an award."
    if actor.pk == award.recommended_by_id:
        return "You recommended it, so another person must approve it."
    return None


@Policy
def reject_all(actor: AnySeat, solicitation: Solicitation, *, now: datetime) -> str | None:
    """The purchasing agent, while nothing is recommended."""
    if not _of_lead(actor, solicitation, Role.PURCHASING_AGENT):
        return "Only the purchasing agent of the lead agency rejects all bids."
    return _not_ready(solicitation)


@Policy
def mark_active(actor: AnySeat, award: Award, *, now: datetime) -> str | None:
    """The desk of the lead agency."""
    if not _of_lead(actor, award.solicitation, *DESK):
        return "Only the lead agency puts an award into force."
    return None
