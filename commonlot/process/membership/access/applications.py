"""Who may read and decide applications, and keep what an agency states about itself."""

from datetime import datetime

from commonlot.kernel import workflow
from commonlot.kernel.actor import Role
from commonlot.kernel.policy import Policy
from commonlot.process.membership.access.people import is_staff
from commonlot.process.membership.models import Agency, Application
from commonlot.process.membership.states import ApplicationStatus
from commonlot.records.access.models import AnySeat


@Policy
def see_applications(actor: AnySeat, *, now: datetime) -> str | None:
    """The county's purchasing staff."""
    return None if is_staff(actor) else "Only the county's purchasing staff see who applied."


@Policy
def decide_application(actor: AnySeat, application: Application, *, now: datetime) -> str | None:
    """The county's purchasing staff, once the contact's address is proved and until it is decided."""
    if reason := see_applications.why_not(actor, now=now):
        return reason
    if application.status == ApplicationStatus.UNCONFIRMED:
        return "The contact has not confirmed this application yet."
    if application.status != ApplicationStatus.SUBMITTED:
        return f"This application is {workflow.words(application.status)} already."
    return None


@Policy
def keep_facts(actor: AnySeat, agency: Agency, *, now: datetime) -> str | None:
    """The agency's administrator, or the county's purchasing staff."""
    if is_staff(actor):
        return None
    if actor.organisation_pk == agency.organisation_id and actor.has(Role.AGENCY_ADMINISTRATOR):
        return None
    return "Only the agency's administrator or the county's purchasing staff may change these facts."
