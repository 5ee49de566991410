"""Who may do what to a solicitation, and the sentence that says why not."""

from datetime import datetime

from django.utils import timezone

from commonlot.kernel.actor import Role
from commonlot.kernel.policy import Policy
from commonlot.process.solicitation import rules
from commonlot.process.solicitation.models import Solicitation
from commonlot.process.solicitation.states import Status
from commonlot.records.access.models import AnySeat

DESK = (Role.BUYER, Role.PURCHASING_AGENT)


def when(moment: datetime | None) -> str:
    """Write a moment in county time with its zone."""
    return rules.say_moment(timezone.localtime(moment)) if moment else "a time not set yet"


def not_of_the_desk(actor: AnySeat, solicitation: Solicitation, what: str) -> str | None:
    """Say why someone is not of the lead agency's purchasing desk."""
    if actor.organisation_pk != solicitation.lead_agency_id or not actor.has(*DESK):
        return f"Only a buyer or the purchasing agent of the lead agency may {what}."
    return None


@Policy
def draft(actor: AnySeat, *, now: datetime) -> str | None:
    """A buyer or the purchasing agent of the lead agency."""
    if not actor.is_county or not actor.has(*DESK):
        return "Only a buyer or the purchasing agent of the lead agency may write a solicitation."
    return None


@Policy
def edit(actor: AnySeat, solicitation: Solicitation, *, now: datetime) -> str | None:
    """The desk, while it is a draft."""
    refusal = not_of_the_desk(actor, solicitation, "change a solicitation")
    if refusal is None and solicitation.status == Status.IN_REVIEW:
        return "It is in review. Send it back to change it."
    if refusal is None and solicitation.status != Status.DRAFT:
        return "It was published: what bidders have read is not changed."
    return refusal


@Policy
def send_for_review(actor: AnySeat, solicitation: Solicitation, *, now: datetime) -> str | None:
    """The desk."""
    return not_of_the_desk(actor, solicitation, "send it for review")


@Policy
def send_back(actor: AnySeat, solicitation: Solicitation, *, now: datetime) -> str | None:
    """The desk: the drafter may take it back, the reviewer may return it."""
    return not_of_the_desk(actor, solicitation, "send it back")


@Policy
def publish(actor: AnySeat, solicitation: Solicitation, *, now: datetime) -> str | None:
    """The purchasing agent, if another person wrote it."""
    if actor.organisation_pk != solicitation.lead_agency_id or not actor.has(Role.PURCHASING_AGENT):
        return "Only the purchasing agent of the lead agency publishes a solicitation."
    if actor.pk == solicitation.drafted_by_id:
        return "You wrote it, so another person must publish it."
    return None


@Policy
def cancel(actor: AnySeat, solicitation: Solicitation, *, now: datetime) -> str | None:
    """The desk while it is not public, the purchasing agent from then on."""
    if solicitation.published_at is None:
        return not_of_the_desk(actor, solicitation, "cancel it")
    if actor.organisation_pk != solicitation.lead_agency_id or not actor.has(Role.PURCHASING_AGENT):
        return "Only the purchasing agent cancels a solicitation that was published."
    return None


@Policy
def close(actor: AnySeat | None, solicitation: Solicitation, *, now: datetime) -> str | None:
    """The clock or the desk, once the deadline has come."""
    if actor is not None and (refusal := not_of_the_desk(actor, solicitation, "close it")):
        return refusal
    if solicitation.bids_due_at is None or now < solicitation.bids_due_at:
        return f"Bids are taken until {when(solicitation.bids_due_at)}."
    return None


@Policy
def advance(actor: AnySeat, solicitation: Solicitation, *, now: datetime) -> str | None:
    """The desk: marks what the opening and the award have come to."""
    return not_of_the_desk(actor, solicitation, "take it further")
