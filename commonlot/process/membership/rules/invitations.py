"""Reading a pasted list of people to invite, and how an invitation stands."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from commonlot.kernel.actor import ROLE_NAMES, Role
from commonlot.process.membership.rules.members import ROLES_OF, why_not_roles

MOST_LINES = 50
LONGEST_NAME = 120
EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*\.)+[A-Za-z]{2,24}")


class InvitationState(StrEnum):
    TAKEN_UP = "taken_up"
    WAITING = "waiting"
    EXPIRED = "expired"


def invitation_state(
    *, taken_up: bool, sent_at: datetime, valid_for: timedelta, now: datetime
) -> InvitationState:
    """Say how an invitation stands; its link no longer works once its time is over."""
    if taken_up:
        return InvitationState.TAKEN_UP
    return InvitationState.WAITING if now - sent_at <= valid_for else InvitationState.EXPIRED


@dataclass(frozen=True)
class InvitationLine:
    """One line of a pasted list as it was read: who, and as what; or what is wrong with it."""

    number: int
    text: str
    name: str = ""
    email: str = ""
    roles: tuple[str, ...] = ()
    problem: str = ""


def read_invitations(text: str, organisation_kind: str) -> list[InvitationLine]:
    """Read lines of "name, e-mail, roles"; blank lines are skipped, each fault stands on its line."""
    read: list[InvitationLine] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        found = _read_line(number, line.strip(), organisation_kind)
        if not found.problem and found.email in seen:
            twin = f"This address stands on line {seen[found.email]} already."
            found = InvitationLine(number, found.text, problem=twin)
        seen.setdefault(found.email, number)
        read.append(found)
    return read


def _read_line(number: int, text: str, kind: str) -> InvitationLine:
    parts = [part.strip() for part in re.split(r"[,\t]", text, maxsplit=2)]
    if len(parts) < 3:
        return InvitationLine(number, text, problem="Give a name, an e-mail and at least one role.")
    name, email = parts[0], parts[1].strip("<>").lower()
    if not name or len(name) > LONGEST_NAME:
        return InvitationLine(number, text, problem=f"Give a name of at most {LONGEST_NAME} letters.")
    if len(email) > 254 or not EMAIL.fullmatch(email):
        return InvitationLine(number, text, problem=f"“{parts[1]}” is not an e-mail address.")
    roles, unknown = _read_roles(parts[2], kind)
    if unknown:
        known = ", ".join(ROLE_NAMES[role].lower() for role in ROLES_OF[kind])
        return InvitationLine(number, text, problem=f"“{unknown}” is not a role here. Choose from {known}.")
    fault = why_not_roles(kind, frozenset(roles))
    if fault is not None:
        return InvitationLine(number, text, problem=fault)
    return InvitationLine(number, text, name, email, tuple(role.value for role in roles))


def _read_roles(words: str, kind: str) -> tuple[list[Role], str]:
    """Find each role by its name or its last word; return the words that name none as well."""
    left = f" {re.sub(r'[^a-z]+', ' ', words.lower())} "
    found: list[Role] = []
    for role in sorted(ROLES_OF[kind], key=lambda each: -len(ROLE_NAMES[each])):
        name = ROLE_NAMES[role].lower()
        for said in (name, name.rpartition(" ")[2]):
            if f" {said} " in left:
                left = left.replace(f" {said} ", " ")
                found.append(role)
                break
    unknown = " ".join(word for word in left.split() if word != "and")
    return [role for role in ROLES_OF[kind] if role in found], unknown
