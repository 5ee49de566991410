"""Who reads the history of an agency, and which records are its own."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models

from commonlot.kernel.policy import Policy
from commonlot.process.membership.access.people import is_staff
from commonlot.process.membership.models import Agency, Agreement, ApprovalBackup
from commonlot.records.access.models import AnySeat, Organisation, Seat


@Policy
def see_history(actor: AnySeat, agency: Agency, *, now: datetime) -> str | None:
    """Everyone who has a seat at the agency, and the county’s purchasing staff."""
    own = actor.organisation_pk == agency.organisation_id and not actor.is_county
    if is_staff(actor) or own:
        return None
    return "Only the agency itself and the county’s purchasing staff read its history."


def own_agency(organisation_id: int) -> Iterable[models.QuerySet[models.Model]]:
    """Give the agency's own records: itself and its agreements."""
    yield Agency.objects.filter(organisation=organisation_id)
    yield Agreement.objects.filter(agency__organisation=organisation_id)


def own_people(organisation_id: int) -> Iterable[models.QuerySet[models.Model]]:
    """Give the records of who acts for an organisation."""
    yield Organisation.objects.filter(pk=organisation_id)
    yield Seat.objects.filter(organisation=organisation_id)
    yield ApprovalBackup.objects.filter(approver__organisation=organisation_id)
