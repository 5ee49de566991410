"""Who keeps the directory of shared services, who may ask for one, and who answers."""

from datetime import datetime

from django.utils import timezone

from commonlot.kernel.policy import Policy
from commonlot.process.membership import rules
from commonlot.process.membership.access import on_behalf
from commonlot.process.membership.access.people import is_staff
from commonlot.process.membership.models import Agency, ServiceRequest, SharedService
from commonlot.records.access.models import AnySeat


@Policy
def keep_services(actor: AnySeat, *, now: datetime) -> str | None:
    """The county's purchasing staff."""
    return None if is_staff(actor) else "Only the county’s purchasing staff keep the directory of services."


@Policy
def ask_service(actor: AnySeat, service: SharedService, *, now: datetime) -> str | None:
    """Everyone with a seat at an agency of a kind that the service is for, while it is offered."""
    today = timezone.localdate(now)
    if service.starts_on is not None and today < service.starts_on:
        return f"This service begins on {service.starts_on:%B} {service.starts_on.day}, {service.starts_on.year}."
    if not service.is_offered(on=today):
        return "This service is not offered now."
    if not actor.is_agency:
        return f"A person of a member agency asks here. Everyone else writes to the office: {service.office_email}."
    agency = Agency.objects.filter(organisation_id=actor.organisation_pk or 0).first()
    if agency is None or not rules.is_for(service.for_kinds, agency.kind):
        return (
            f"This service is for other kinds of agency. Ask the office about yours: {service.office_email}."
        )
    return on_behalf.do_as_agency.why_not(actor, now=now)


@Policy
def answer_service_request(actor: AnySeat, request: ServiceRequest, *, now: datetime) -> str | None:
    """The county's purchasing staff, who hear from the office what it said."""
    return None if is_staff(actor) else "Only the county’s purchasing staff write down the office’s answer."


@Policy
def withdraw_service_request(actor: AnySeat, request: ServiceRequest, *, now: datetime) -> str | None:
    """Everyone with a seat at the agency that asked."""
    if actor.is_agency and actor.organisation_pk == request.agency.organisation_id:
        return on_behalf.do_as_agency.why_not(actor, now=now)
    return "Only the agency that asked may take its request back."
