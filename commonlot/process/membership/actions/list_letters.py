"""The letters of the distribution list. None of them repeats what a stranger typed: they are no one's megaphone."""

from datetime import date, datetime

from django.conf import settings

from commonlot.process.membership import queries
from commonlot.process.membership.models import Subscription
from commonlot.process.membership.states import SubscriptionStatus
from commonlot.records.notices.actions import Letter, post

CAUSE_ASKED = "membership.subscription_asked"
CAUSE_ADDED = "membership.subscriber_added"
CAUSES = (CAUSE_ASKED, CAUSE_ADDED)

CONFIRM = """Somebody, we hope you, asked that this address get bid notices from the county's cooperative purchasing.

Open this page and press the button to confirm. The link works once, within {days} days:

{link}

If it was not you, do nothing: you get no further mail, and the address is forgotten within {kept} days.
"""
KNOWN = """Somebody, we hope you, asked that this address get bid notices from the county's cooperative purchasing.

It is on the list already. Here you change what you hear of, pause it, or end it:

{link}

If it was not you, you need do nothing: nothing was changed.
"""

ADDED = """At your written request of {day}, this address gets bid notices from the county's cooperative purchasing.

Here you change what you hear of, pause it, or end it:

{link}
"""


def write_after_ask(subscription: Subscription, *, now: datetime) -> None:
    """Write to an address for which somebody asked: confirm it, or, on the list already, here is your page."""
    _post(asking(subscription, now=now), CAUSE_ASKED, subscription, now=now)


def asking(subscription: Subscription, *, now: datetime) -> Letter:
    """Return the letter to an address for which somebody asked."""
    limits = settings.COMMONLOT_LIST_LIMITS
    if subscription.status == SubscriptionStatus.CONFIRMED:
        subject, text = "Your bid notices", KNOWN.format(link=queries.preferences_address(subscription))
    else:
        subject = "Confirm your bid notices"
        text = CONFIRM.format(
            link=queries.confirmation_address(subscription, now=now),
            days=limits["confirmation_days"],
            kept=limits["pending_days"],
        )
    return Letter(subscription.email, subject, text, headers={"Auto-Submitted": "auto-generated"})


def write_welcome(subscription: Subscription, *, written_on: date, now: datetime) -> None:
    """Tell somebody whom the staff added at a written request, and give them their page."""
    _post(welcome(subscription, written_on=written_on), CAUSE_ADDED, subscription, now=now)


def welcome(subscription: Subscription, *, written_on: date) -> Letter:
    """Return the letter to somebody whom the staff added at a written request."""
    day = f"{written_on:%B} {written_on.day}, {written_on.year}"
    text = ADDED.format(day=day, link=queries.preferences_address(subscription))
    return Letter(subscription.email, "You get bid notices", text, headers=queries.list_headers(subscription))


def _post(letter: Letter, cause: str, subscription: Subscription, *, now: datetime) -> None:
    post(
        to=[letter.to], subject=letter.subject, text=letter.text, cause=cause, about=subscription,
        headers=letter.headers, now=now,
    )  # fmt: skip
