"""Giving people seats, changing what they may do there, and ending it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from commonlot.kernel.actor import Role
from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, rules
from commonlot.process.membership.actions.approvals import end_backups
from commonlot.process.membership.actions.letters import write_invitation
from commonlot.process.membership.models import ApprovalBackup, ApprovalLimit
from commonlot.records.access.actions import admit_person, close_account_without_seat
from commonlot.records.access.models import AnySeat, Organisation, Seat, User
from commonlot.records.audit.actions import record


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
    write_invitation(seat, now=now)
    return seat


@transaction.atomic
def change_roles(*, seat_id: int, roles: Iterable[str], actor: AnySeat, now: datetime) -> Seat:
    """Change the roles of a seat that is still held; somebody who can give seats must be left."""
    seat = lock_seat(seat_id)
    access.manage_people.require(actor, seat.organisation, now=now)
    if seat.ended_at is not None and seat.ended_at <= now:
        raise Refused("This seat has ended. Invite the person again.")
    if seat.is_lent:
        raise Refused("This seat comes from a delegation. What it may do is changed there.")
    before, seat.roles = seat.roles, _checked_roles(seat.organisation, roles)
    _refuse_two_sides(seat.user, seat.organisation, seat.roles, now=now)
    if set(before) == set(seat.roles):
        return seat
    if not seat.has(*rules.MANAGERS_OF[seat.organisation.kind]):
        reason = access.take_manager_role.why_not(actor, seat, before, now=now)
        if reason is not None:
            raise Refused(reason, field="roles")
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
    if Role.APPROVER in before and not seat.has(Role.APPROVER):
        _end_rights(Q(approver=seat), seat, actor=actor, now=now)
    return seat


@transaction.atomic
def end_seat(*, seat_id: int, actor: AnySeat, now: datetime) -> Seat:
    """End a seat: the person can no longer act for the organisation, what they did stays on record."""
    seat = lock_seat(seat_id)
    access.end_seat.require(actor, seat, now=now)
    if seat.ended_at is not None and seat.ended_at <= now:
        raise Refused("This seat has ended already.")
    close_seat(seat, verb="membership.seat_ended", actor=actor, now=now)
    return seat


def close_seat(seat: Seat, *, verb: str, actor: AnySeat, now: datetime) -> None:
    """End a locked seat with all that hangs on it; the caller has judged whether that may be."""
    seat.ended_at = now
    seat.save(update_fields=["ended_at"])
    record(at=now, actor=actor, verb=verb, subject=seat, within=seat.organisation)
    _end_rights(Q(approver=seat) | Q(backup=seat), seat, actor=actor, now=now)
    close_account_without_seat(user_id=seat.user_id, now=now)


def lock_seat(seat_id: int) -> Seat:
    """Return a seat, locked behind its organisation: two people cannot end each other's at the same moment."""
    Organisation.objects.select_for_update(of=("self",)).get(seats=seat_id)
    return Seat.objects.select_for_update(of=("self",)).select_related("organisation", "user").get(pk=seat_id)


def _end_rights(which: Q, seat: Seat, *, actor: AnySeat, now: datetime) -> None:
    """End a person's limit and the backups that rest on them."""
    ApprovalLimit.objects.filter(seat=seat).delete()
    rows = ApprovalBackup.objects.standing().filter(which).select_for_update(of=("self",))
    people = ("approver__user", "approver__organisation__agency", "backup__user")
    end_backups(list(rows.select_related(*people)), actor=actor, now=now)


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
