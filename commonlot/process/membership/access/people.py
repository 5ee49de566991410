"""Who works in the purchasing office, and who may see and change who has a seat."""

from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from commonlot.kernel.actor import Role
from commonlot.kernel.policy import Policy
from commonlot.process.membership import rules
from commonlot.records.access.models import AnySeat, Organisation, Seat

COUNTY_STAFF = (Role.BUYER, Role.PURCHASING_AGENT, Role.ADMINISTRATOR)


def is_staff(actor: AnySeat) -> bool:
    """Say whether the actor works in the county's purchasing office."""
    return actor.is_county and actor.has(*COUNTY_STAFF)


@Policy
def see_people(actor: AnySeat, organisation: Organisation, *, now: datetime) -> str | None:
    """The county's purchasing staff, and everyone who has a seat in the organisation."""
    if is_staff(actor) or actor.organisation_pk == organisation.pk:
        return None
    return "Only the organization itself and the county's purchasing staff see who has a seat."


@Policy
def manage_people(actor: AnySeat, organisation: Organisation, *, now: datetime) -> str | None:
    """The organisation's own administrator, or the county; for the county's seats its head or administrator."""
    if organisation.kind == Organisation.Kind.LEAD_AGENCY:
        if actor.is_county and actor.has(Role.PURCHASING_AGENT, Role.ADMINISTRATOR):
            return None
        return "Only the purchasing agent or the platform administrator may change the county's seats."
    if is_staff(actor):
        return None
    own = actor.organisation_pk == organisation.pk
    if own and actor.has(Role.AGENCY_ADMINISTRATOR, Role.VENDOR_ADMINISTRATOR):
        return None
    return (
        "Only an administrator of this organization, or the county's purchasing staff, may change its seats."
    )


@Policy
def take_manager_role(actor: AnySeat, seat: Seat, roles: list[str], *, now: datetime) -> str | None:
    """Anyone who manages people, while somebody else who signed in can; the county for the last one of a member."""
    kind = seat.organisation.kind
    managing = [role.value for role in rules.MANAGERS_OF[kind]]
    if not set(roles) & set(managing):
        return None
    others = Seat.objects.current(now=now).filter(
        organisation_id=seat.organisation_id, roles__overlap=managing
    )
    signed_in = others.exclude(pk=seat.pk).exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return rules.why_not_leave_without_manager(kind, others=signed_in.count(), by_county=is_staff(actor))


@Policy
def end_seat(actor: AnySeat, seat: Seat, *, now: datetime) -> str | None:
    """Whoever manages the organisation's people; never the own seat, nor the last that can give seats."""
    if seat.pk == actor.pk:
        return "You cannot end the seat you act from. Ask another administrator or the county."
    if seat.is_lent:
        return "This seat comes from a delegation. End the delegation instead."
    reason = manage_people.why_not(actor, seat.organisation, now=now)
    return reason or take_manager_role.why_not(actor, seat, seat.roles, now=now)
