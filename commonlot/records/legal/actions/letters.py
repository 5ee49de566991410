"""The mails about a change of a rule."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from commonlot.records.access.models import Organisation, Seat
from commonlot.records.legal.access import DECIDERS
from commonlot.records.legal.models import RuleChange
from commonlot.records.notices.actions import post


def ask_for_a_decision(change: RuleChange, *, now: datetime) -> None:
    """Tell everyone who may decide it, but not who proposed it."""
    seats = (
        Seat.objects.current(now=now)
        .filter(
            organisation__kind=Organisation.Kind.LEAD_AGENCY,
            roles__overlap=[role.value for role in DECIDERS],
        )
        .exclude(user_id=change.proposed_by.user_id)
        .select_related("user")
    )
    to = sorted({seat.user.email for seat in seats})
    if to:
        post(
            to=to,
            subject=f"A change of rule {change.code} waits for your decision",
            text=f"{change.proposed_by.user.name} proposes a new version of rule {change.code}, "
            f"{change.version.dates}.\n\n{change.why}\n\nIt holds once a second person approves it:\n{_page(change)}\n",
            cause="legal.change_proposed",
            about=change,
            now=now,
        )


def tell_the_decision(change: RuleChange, *, now: datetime) -> None:
    """Tell the proposer how it was decided."""
    by = change.decided_by.user.name if change.decided_by is not None else ""
    note = f"\n\n{change.decision_note}" if change.decision_note else ""
    post(
        to=[change.proposed_by.user.email],
        subject=f"Your change of rule {change.code} was {change.status}",
        text=f"{by} {change.status} your change of rule {change.code}, {change.version.dates}, "
        f"on {timezone.localdate(now):%B} {timezone.localdate(now).day}, {timezone.localdate(now).year}."
        f"{note}\n\n{_page(change)}\n",
        cause=f"legal.change_{change.status}",
        about=change,
        now=now,
    )


def _page(change: RuleChange) -> str:
    return settings.COMMONLOT_ADDRESS.rstrip("/") + reverse("legal:change", args=[change.pk])
