"""What membership writes to people."""

from datetime import datetime

from commonlot.kernel.actor import ROLE_NAMES, Role
from commonlot.process.membership.models import Invitation
from commonlot.records.access.actions import password_link
from commonlot.records.access.models import Seat
from commonlot.records.notices.actions import post

INVITATION = """Hello {name},

You now have a seat at {organisation} in Commonlot, the county's cooperative purchasing, as {roles}.

{how}

If this surprises you, write to the county's purchasing office.
"""
FIRST_TIME = "Set your password here; the link is good for three days and works once:\n\n{link}"
KNOWN = "Sign in as you always do. You can change between your seats at the top of every page."


def write_invitation(seat: Seat, *, now: datetime) -> None:
    """Write to a person how to take up their seat, and remember when."""
    person = seat.user
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
    Invitation.objects.update_or_create(seat=seat, defaults={"sent_at": now})
