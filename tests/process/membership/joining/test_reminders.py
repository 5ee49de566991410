"""The end of an agreement is watched: 90, 30 and 7 days before it, once each, and never three at once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from commonlot.process.membership import actions
from commonlot.process.membership.models import Agreement, AgreementReminder
from commonlot.process.membership.states import AgreementStatus
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories.membership import make_agreement

pytestmark = pytest.mark.django_db
END = date(2027, 3, 1)


@pytest.fixture
def ending(cast: Cast) -> Agreement:
    """The town's agreement: March 1, 2027 is the first day without it; no other agreement ends."""
    Agreement.objects.exclude(agency=cast.town).update(ends_on=None)
    agreement = cast.town.agreements.get()
    agreement.ends_on = END
    agreement.save(update_fields=["ends_on"])
    return agreement


def _run(cast: Cast, days_before: int) -> int:
    days = (END - timezone.localdate(cast.now)).days - days_before
    return actions.remind_of_ends(now=cast.now + timedelta(days=days))


@pytest.mark.parametrize(
    ("days_before", "mark"),
    [(91, None), (90, 90), (31, 90), (30, 30), (8, 30), (7, 7), (1, 7), (0, None), (-1, None)],
)
def test_a_reminder_is_due_from_its_day_on_and_never_before(
    cast: Cast, ending: Agreement, days_before: int, mark: int | None
) -> None:
    assert _run(cast, days_before) == (mark is not None)
    assert list(AgreementReminder.objects.values_list("days", flat=True)) == ([mark] if mark else [])
    assert Message.objects.count() == (2 if mark else 0)


def test_over_its_last_months_an_agency_is_reminded_three_times_however_often_the_job_runs(
    cast: Cast, ending: Agreement
) -> None:
    sent = [days for days in range(120, -10, -1) for _ in range(2) if _run(cast, days)]
    assert sent == [90, 30, 7]


def test_after_missed_days_only_the_nearest_reminder_goes_out(cast: Cast, ending: Agreement) -> None:
    assert [_run(cast, days) for days in (5, 4, 3)] == [1, 0, 0]
    assert AgreementReminder.objects.get().days == 7


def test_the_agency_and_the_county_are_both_told_and_not_each_others_addresses(
    cast: Cast, ending: Agreement
) -> None:
    _run(cast, 30)
    theirs, ours = Message.objects.order_by("pk")
    assert theirs.to == ["ruth.castellano@example.org", "t-022@example.org"]
    assert set(ours.to) == {"priya.raman@example.org", "owen.bright@example.org", "marta.quill@example.org"}
    for mail in (theirs, ours):
        assert "ends in 30 days: March 1, 2027 is the first day without it" in " ".join(mail.text.split())
        assert f"/membership/agencies/{cast.town.pk}/" in mail.text
    assert "Lay its renewal before the board" in theirs.text


def test_a_renewal_before_the_board_is_reminded_of_its_vote_and_one_that_carried_ends_the_reminders(
    cast: Cast, ending: Agreement
) -> None:
    renewal = actions.start_renewal(agreement_id=ending.pk, actor=cast.approver, now=cast.now)
    actions.lay_before_board(agreement_id=renewal.pk, actor=cast.approver, now=cast.now)
    _run(cast, 90)
    assert "Record the vote as soon as it is taken" in Message.objects.order_by("pk")[0].text
    actions.record_board_vote(
        agreement_id=renewal.pk, resolution_number="2026-40", voted_on=timezone.localdate(cast.now),
        starts_on=END, ends_on=None, votes_for=3, votes_of=5, actor=cast.approver, now=cast.now,
    )  # fmt: skip
    assert [_run(cast, days) for days in (30, 7, 1)] == [0, 0, 0]


def test_the_days_are_a_setting(cast: Cast, ending: Agreement, settings: Any) -> None:
    settings.COMMONLOT_AGREEMENT_REMINDERS = [45]
    assert [_run(cast, days) for days in (90, 46, 45, 30)] == [0, 0, 1, 0]


def test_a_new_term_is_reminded_of_anew_and_an_ended_agreement_never(cast: Cast, ending: Agreement) -> None:
    _run(cast, 7)
    make_agreement(cast.fire_district, status=AgreementStatus.ACTIVE, starts_on=date(2026, 1, 1), ends_on=END)
    assert _run(cast, 7) == 1
    actions.end_agreement(agreement_id=ending.pk, actor=cast.approver, now=cast.now)
    assert _run(cast, 1) == 0


def test_the_database_itself_keeps_a_reminder_from_going_out_twice(cast: Cast, ending: Agreement) -> None:
    _run(cast, 30)
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementReminder.objects.create(agreement=ending, days=30, sent_at=cast.now)
