"""Telling an agency and the county that an agreement ends: once for each mark, and never three at once."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from commonlot.process.membership import queries, rules
from commonlot.process.membership.models import AgencyFacts, Agreement, AgreementReminder
from commonlot.process.membership.states import AgreementStatus
from commonlot.records.audit.actions import record
from commonlot.records.notices.actions import post

TO_THE_AGENCY = """Hello,

The cooperation agreement of {agency} with the county ends in {days}: {end} is the first day without it.

{next}

From that day {agency} keeps the contracts it takes part in and may order from them. It can join nothing new
until its board votes for a renewal.

The papers for the board are on your agency's page:
{link}
"""
TO_THE_COUNTY = """Hello,

The cooperation agreement of {agency}, {number}, ends in {days}: {end} is the first day without it.

{next}

{link}
"""
LAY_IT = "Lay its renewal before the board in time: the new term then follows without a gap."
IT_LIES = "Its renewal lies before the board. Record the vote as soon as it is taken."
IT_IS_DRAFTED = (
    "Its renewal is drafted. Lay it before the board in time: the new term then follows without a gap."
)


@transaction.atomic
def remind_of_ends(*, now: datetime) -> int:
    """Send the reminders that are due today; after a missed day only the nearest mark is sent."""
    today, marks = timezone.localdate(now), tuple(settings.COMMONLOT_AGREEMENT_REMINDERS)
    ending = queries.ending_within(max(marks, default=0), on=today).select_for_update(of=("self",))
    sent = [_remind(agreement, marks, today=today, now=now) for agreement in ending]
    return sum(sent)


def _remind(agreement: Agreement, marks: Iterable[int], *, today: date, now: datetime) -> bool:
    days_left = agreement.days_left(today)
    mark = rules.due_mark(days_left, marks) if days_left is not None else None
    if mark is None:
        return False
    _, is_new = AgreementReminder.objects.get_or_create(
        agreement=agreement, days=mark, defaults={"sent_at": now}
    )
    if is_new:
        _write(agreement, days_left or 0, now=now)
        record(at=now, actor=None, verb="membership.end_reminded", subject=agreement,
               within=agreement.agency, days_left=days_left)  # fmt: skip
    return is_new


def _write(agreement: Agreement, days_left: int, *, now: datetime) -> None:
    agency, end = agreement.agency, agreement.ends_on
    words = {
        "agency": agency,
        "number": agency.number,
        "days": f"{days_left} day{'' if days_left == 1 else 's'}",
        "end": queries.day_words(end) if end is not None else "",
        "next": _what_next(agreement),
        "link": queries.agency_link(agency),
    }
    subject = f"{agency}: the cooperation agreement ends in {words['days']}"[:200]
    ours = [seat.user.email for seat in queries.purchasing_staff(now=now)]
    for to, text in ((_theirs(agreement, now=now), TO_THE_AGENCY), (ours, TO_THE_COUNTY)):
        if to:
            post(to=to, subject=subject, text=text.format(**words), cause="membership.end_reminded",
                 about=agreement, now=now)  # fmt: skip


def _what_next(agreement: Agreement) -> str:
    renewal = queries.renewal_of(agreement)
    if renewal is None:
        return LAY_IT
    return IT_LIES if renewal.status == AgreementStatus.BOARD_PENDING else IT_IS_DRAFTED


def _theirs(agreement: Agreement, *, now: datetime) -> list[str]:
    agency = agreement.agency
    people = [seat.user.email for seat in queries.administrators_of(agency.organisation, now=now)]
    stated = AgencyFacts.objects.filter(agency=agency).values_list("contact_email", flat=True)
    return list(dict.fromkeys(filter(None, [*people, agency.contact_email, *stated])))
