"""What an applicant is written, and what the county's staff is written about an application."""

from datetime import datetime, timedelta

from django.utils import timezone

from commonlot.process.membership import queries
from commonlot.process.membership.models import Agency, Application
from commonlot.records.notices.actions import post

MAILS_WITHIN, MOST_MAILS = timedelta(hours=1), 5
CONFIRM = """Hello {contact},

Somebody, we hope you, asked that {name} takes part in the county's cooperative purchasing, and named you as its
contact.

Look at the application and confirm it here, until {until}:

{link}

The county sees it only once you confirm. The same link shows later how it stands, and lets you withdraw it.
If this was not you, do nothing: it is forgotten by itself.
"""
ACCEPTED = """Hello {contact},

{name} is enrolled. Its number is {number}.

What happens next:

1. Sign in by the link in our other mail. You are the administrator of {name}.
2. On the page of {name} are the cooperation agreement and a model resolution. Have your counsel read them.
3. Lay them before your board. More than half of its full voting strength must vote for it.
4. Record the vote and add the signed copies. Then {name} can join the next pool.

{link}
"""
ARRIVED = """Hello,

{name} asks to take part in cooperative purchasing.
Kind: {kind}, {place}.
The law, on the day it applied: {answer}.

Compare it with the directory, then accept or decline it:
{link}
{more}"""
NO_MORE = """
Several applications arrived within an hour. No further mail is sent about more of them in that hour: look at
the list of applications.
"""
IN_WORDS = {"allowed": "allowed", "blocked": "not allowed", "uncertain": "uncertain, ask counsel"}
DECLINED = """Hello {contact},

The county cannot enroll {name}. The reason:

{reason}

If you think this is wrong, write to the county's purchasing office.
"""


def ask_to_confirm(application: Application, *, now: datetime) -> None:
    """Write to the contact with the link that proves the address."""
    _write(application, "Please confirm the application of", CONFIRM, now=now,
           until=_moment(application.confirm_by), link=queries.mailed_link(application))  # fmt: skip


def tell_staff(application: Application, *, now: datetime) -> None:
    """Tell each person of the staff who may verify it, by a mail of one's own; in one hour only of the first few."""
    arrived = queries.arrived_since(now - MAILS_WITHIN).count()
    if arrived > MOST_MAILS:
        return
    text = ARRIVED.format(
        name=_name(application),
        kind=application.get_kind_display(),
        place=", ".join(filter(None, (application.county, application.state))),
        answer=IN_WORDS[application.answer],
        link=queries.verify_link(application),
        more=NO_MORE if arrived == MOST_MAILS else "",
    )
    for address in sorted({seat.user.email for seat in queries.who_may_verify(now=now)}):
        post(to=[address], subject=f"Application to verify: {_name(application)}"[:200], text=text,
             cause="membership.application_arrived", about=application, now=now)  # fmt: skip


def tell_accepted(application: Application, agency: Agency, *, now: datetime) -> None:
    """Tell the contact that the agency is enrolled, and what comes next."""
    _write(application, "Accepted:", ACCEPTED, now=now, number=agency.number,
           link=queries.agency_link(agency))  # fmt: skip


def tell_declined(application: Application, *, now: datetime) -> None:
    """Tell the contact that the application was declined, and why."""
    _write(application, "Declined:", DECLINED, now=now, reason=application.decision)


def _write(application: Application, subject: str, text: str, *, now: datetime, **words: str) -> None:
    name = _name(application)
    contact = " ".join(application.contact_name.split()) or application.contact_email
    post(
        to=[application.contact_email],
        subject=f"{subject} {name}"[:200],
        text=text.format(contact=contact, name=name, **words),
        cause="membership.application",
        about=application,
        now=now,
    )


def _name(application: Application) -> str:
    return " ".join(application.name.split())


def _moment(value: datetime) -> str:
    here = timezone.localtime(value)
    half = "a.m." if here.hour < 12 else "p.m."
    return f"{here:%A, %B} {here.day}, {here.hour % 12 or 12}:{here.minute:02d} {half} {here:%Z}"
