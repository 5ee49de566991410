"""Invitations: several at once, written again, and withdrawn while nobody took them up."""

from datetime import datetime

from django.db import transaction

from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, rules
from commonlot.process.membership.actions.letters import write_invitation
from commonlot.process.membership.actions.people import close_seat, invite_person, lock_seat
from commonlot.records.access.models import AnySeat, Seat
from commonlot.records.audit.actions import record


class LinesRefused(Refused):
    """A pasted list of which nothing was done, with what is wrong by line."""

    def __init__(self, problems: dict[int, str]) -> None:
        super().__init__("Nobody was invited. Mend the marked lines and send the list again.", field="people")
        self.problems = problems


@transaction.atomic
def invite_people(
    *, organisation_id: int, people: list[rules.InvitationLine], actor: AnySeat, now: datetime
) -> list[Seat]:
    """Give several people a seat at once: all of them, or nobody and every fault beside its line."""
    seats, problems = [], {line.number: line.problem for line in people if line.problem}
    for line in people:
        if line.problem:
            continue
        try:
            with transaction.atomic():
                seats.append(
                    invite_person(
                        organisation_id=organisation_id,
                        email=line.email,
                        name=line.name,
                        roles=line.roles,
                        actor=actor,
                        now=now,
                    )
                )
        except Refused as refusal:
            problems[line.number] = refusal.reason
    if problems:
        raise LinesRefused(problems)
    return seats


@transaction.atomic
def send_invitation_again(*, seat_id: int, actor: AnySeat, now: datetime) -> Seat:
    """Write once more to a person who has not taken up their seat; the earlier link stays good for its time."""
    seat = _open_invitation(seat_id, actor=actor, now=now)
    record(at=now, actor=actor, verb="membership.invitation_sent", subject=seat, within=seat.organisation)
    write_invitation(seat, now=now)
    return seat


@transaction.atomic
def withdraw_invitation(*, seat_id: int, actor: AnySeat, now: datetime) -> Seat:
    """Take an invitation back before anyone took it up; its link works no more."""
    seat = _open_invitation(seat_id, actor=actor, now=now)
    close_seat(seat, verb="membership.invitation_withdrawn", actor=actor, now=now)
    return seat


def _open_invitation(seat_id: int, *, actor: AnySeat, now: datetime) -> Seat:
    seat = lock_seat(seat_id)
    access.manage_people.require(actor, seat.organisation, now=now)
    if seat.ended_at is not None and seat.ended_at <= now:
        raise Refused("This seat has ended. Invite the person again.")
    if seat.user.has_usable_password():
        raise Refused(f"{seat.user} has taken up this seat already.")
    return seat
