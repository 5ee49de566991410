"""Giving people seats, changing what they may do there, and ending it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from commonlot.kernel.actor import ROLE_NAMES, Role
from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, rules
from commonlot.records.access.actions import admit_person, password_link
from commonlot.records.access.models import AnySeat, Organisation, Seat, User
from commonlot.records.audit.actions import record
from commonlot.records.notices.actions import post


@transaction.atomic
def invite_person(
    *, organisation_id: int, email: str, name: str, roles: Iterable[str], actor: AnySeat, now: datetime
) -> Seat:
    """Give a person a seat in an organisation and write to them how to sign in."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
    access.manage_people.require(actor, organisation, now=now)
    chosen = _checked_roles(organisation, roles)
    person = admit_person(email=email, name=name)
    _refuse_two_sides(person, organisation, chosen, now=now)
    seat, is_new = Seat.objects.get_or_create(
        user=person, organisation=organisation, lent_by=None, defaults={"roles": chosen, "created_at": now}
    )
    if not is_new and (seat.ended_at is None or seat.ended_at > now):
        raise Refused(f"{person} has a seat here already. Change its roles instead.", field="email")
    if not is_new:
        seat.roles, seat.ended_at = chosen, None
        seat.save(update_fields=["roles", "ended_at"])
    record(
        at=now, actor=actor, verb="membership.person_invited", subject=seat, within=organisation, roles=chosen
    )
    _write_invitation(seat, person, now=now)
    return seat


@transaction.atomic
def change_roles(*, seat_id: int, roles: Iterable[str], actor: AnySeat, now: datetime) -> Seat:
    """Change the roles of a seat that is still held."""
    seat = Seat.objects.select_for_update(of=("self",)).select_related("organisation", "user").get(pk=seat_id)
    access.manage_people.require(actor, seat.organisation, now=now)
    if seat.ended_at is not None and seat.ended_at <= now:
        raise Refused("This seat has ended. Invite the person again.")
    if seat.is_lent:
        raise Refused("This seat comes from a delegation. What it may do is changed there.")
    before, seat.roles = seat.roles, _checked_roles(seat.organisation, roles)
    _refuse_two_sides(seat.user, seat.organisation, seat.roles, now=now)
    if set(before) == set(seat.roles):
        return seat
    seat.save(update_fields=["roles"])
    record(
        at=now,
        actor=actor,
        verb="membership.roles_changed",
        subject=seat,
        within=seat.organisation,
        before=before,
        after=seat.roles,
    )
    return seat


@transaction.atomic
def end_seat(*, seat_id: int, actor: AnySeat, now: datetime) -> Seat:
    """End a seat: the person can no longer act for the organisation, what they did stays on record."""
    seat = Seat.objects.select_for_update(of=("self",)).select_related("organisation", "user").get(pk=seat_id)
    access.end_seat.require(actor, seat, now=now)
    if seat.ended_at is not None and seat.ended_at <= now:
        raise Refused("This seat has ended already.")
    seat.ended_at = now
    seat.save(update_fields=["ended_at"])
    record(at=now, actor=actor, verb="membership.seat_ended", subject=seat, within=seat.organisation)
    return seat


def _refuse_two_sides(person: User, organisation: Organisation, roles: list[str], *, now: datetime) -> None:
    """Refuse a seat by which one person would buy for the county and sit for a member."""
    if reason := access.why_not_both(person, organisation, roles, now=now):
        raise Refused(reason, field="email")


def _checked_roles(organisation: Organisation, roles: Iterable[str]) -> list[str]:
    """Return the roles in their usual order, or refuse a set that cannot be held."""
    try:
        chosen = frozenset(Role(role) for role in roles)
    except ValueError as error:
        raise Refused("Choose roles from the list.", field="roles") from error
    reason = rules.why_not_roles(organisation.kind, chosen)
    if reason is not None:
        raise Refused(reason, field="roles")
    return [role.value for role in Role if role in chosen]


INVITATION = """Hello {name},

You now have a seat at {organisation} in Commonlot, the county's cooperative purchasing, as {roles}.

{how}

If this surprises you, write to the county's purchasing office.
"""
FIRST_TIME = "Set your password here; the link is good for three days and works once:\n\n{link}"
KNOWN = "Sign in as you always do. You can change between your seats at the top of every page."


def _write_invitation(seat: Seat, person: User, *, now: datetime) -> None:
    how = KNOWN if person.has_usable_password() else FIRST_TIME.format(link=password_link(person))
    roles = ", ".join(ROLE_NAMES[Role(role)].lower() for role in seat.roles)
    post(
        to=[person.email],
        subject=f"Your seat at {seat.organisation}"[:200],
        text=INVITATION.format(
            name=person.name or person.email, organisation=seat.organisation, roles=roles, how=how
        ),
        cause="membership.person_invited",
        about=seat,
        now=now,
    )
