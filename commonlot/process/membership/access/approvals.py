"""Who sets the approval rules of an agency."""

from datetime import datetime

from commonlot.kernel.actor import Role
from commonlot.kernel.policy import Policy
from commonlot.process.membership.access.people import manage_people
from commonlot.records.access.models import AnySeat, Organisation


@Policy
def set_approval_rules(actor: AnySeat, organisation: Organisation, *, now: datetime) -> str | None:
    """The agency's own administrator: who may spend its money is not for the county to say."""
    if organisation.kind == Organisation.Kind.LEAD_AGENCY:
        return manage_people.why_not(actor, organisation, now=now)
    if actor.organisation_pk == organisation.pk and actor.has(Role.AGENCY_ADMINISTRATOR):
        return None
    return "Only the agency’s own administrator sets who may approve what."
