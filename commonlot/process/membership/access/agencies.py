"""Who may enroll agencies and keep their agreements."""

from datetime import datetime

from commonlot.kernel.actor import Role
from commonlot.kernel.policy import Policy
from commonlot.process.membership.access.people import is_staff
from commonlot.process.membership.models import Agency
from commonlot.records.access.models import AnySeat, Organisation


def is_lead(agency: Agency) -> bool:
    """Say whether this is the lead agency itself."""
    return agency.organisation.kind == Organisation.Kind.LEAD_AGENCY


@Policy
def enrol_agency(actor: AnySeat, *, now: datetime) -> str | None:
    """The county's purchasing staff."""
    return None if is_staff(actor) else "Only the county's purchasing staff may enroll agencies."


@Policy
def record_county_vote(actor: AnySeat, agency: Agency, *, now: datetime) -> str | None:
    """The county's purchasing staff, for an agreement with another body."""
    if is_lead(agency):
        return "The lead agency needs no agreement with itself."
    return None if is_staff(actor) else "Only the county's purchasing staff may record how its board voted."


@Policy
def keep_agreement(actor: AnySeat, agency: Agency, *, now: datetime) -> str | None:
    """The agency's administrator, or the county's purchasing staff."""
    if is_lead(agency):
        return "The lead agency needs no agreement with itself."
    if is_staff(actor):
        return None
    if actor.organisation_pk == agency.organisation_id and actor.has(Role.AGENCY_ADMINISTRATOR):
        return None
    return "Only the agency's administrator or the county's purchasing staff may do this."
