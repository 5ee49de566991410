"""Warnings of papers that lapse: at 60, 30 and 7 days and on the day, each once, to the vendor and the buyers."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from commonlot.process.membership import actions, jobs
from commonlot.process.membership.models import Certificate, CertificateAlert
from commonlot.process.membership.states import VendorStatus
from commonlot.records.notices.models import Message
from tests.cast import COUNTY_TIME, Cast
from tests.factories.membership import make_certificate, make_vendor

TODAY = date(2026, 11, 23)


def at_dawn(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, 20, tzinfo=COUNTY_TIME)


def warn(day: date) -> int:
    return actions.warn_of_lapsing_papers(now=at_dawn(day))


@pytest.fixture
def paper(cast: Cast) -> Certificate:
    """Insurance of Salt & Sons that lapses in a hundred days."""
    return make_certificate(
        cast.salt_and_sons, starts_on=date(2026, 1, 1), ends_on=TODAY + timedelta(days=100)
    )


@pytest.mark.parametrize(
    ("before", "warned"),
    [
        (61, []),
        (60, [60]),
        (31, [60]),
        (30, [30]),
        (8, [30]),
        (7, [7]),
        (1, [7]),
        (0, [0]),
        (-1, [0]),
        (-30, [0]),
        (-31, []),
    ],
)
def test_a_paper_is_warned_of_from_each_step_on(paper: Certificate, before: int, warned: list[int]) -> None:
    assert warn(paper.ends_on - timedelta(days=before)) == len(warned)
    assert list(paper.alerts.values_list("step", flat=True)) == warned


def test_day_after_day_each_step_is_sent_once_to_the_vendor_and_the_buyers(
    cast: Cast, paper: Certificate
) -> None:
    for before in range(70, -10, -1):
        day = paper.ends_on - timedelta(days=before)
        warn(day)
        assert warn(day) == 0
    assert list(paper.alerts.order_by("pk").values_list("step", flat=True)) == [60, 30, 7, 0]
    to_vendor = Message.objects.filter(to__contains=["v-101@example.com"])
    to_buyers = Message.objects.filter(to__contains=[cast.buyer.user.email])
    assert (to_vendor.count(), to_buyers.count(), Message.objects.count()) == (4, 4, 8)
    oldest = to_vendor.last()
    assert oldest is not None
    assert "Liability insurance lapses on March 3, 2027, in 60 days" in oldest.text
    newest = to_vendor.first()
    assert newest is not None
    assert "Liability insurance lapses today, March 3, 2027" in newest.text


def test_after_weeks_without_a_worker_one_mail_comes_and_not_three(paper: Certificate) -> None:
    warn(paper.ends_on - timedelta(days=3))
    assert list(paper.alerts.values_list("step", flat=True)) == [7]
    assert warn(paper.ends_on - timedelta(days=2)) == 0
    assert warn(paper.ends_on + timedelta(days=1)) == 1


def test_many_papers_on_one_day_make_one_mail_for_each_vendor_and_one_for_the_buyers(cast: Cast) -> None:
    vendors = [make_vendor(now=cast.now) for _ in range(5)]
    for vendor in vendors:
        for kind in ("liability_insurance", "workers_compensation", "non_collusion"):
            make_certificate(vendor, kind=kind, starts_on=date(2026, 1, 1), ends_on=TODAY + timedelta(days=5))
    assert warn(TODAY) == 15
    assert Message.objects.count() == 6
    digest = Message.objects.get(subject="Papers of vendors that lapse: 15")
    assert set(digest.to) == {cast.buyer.user.email, cast.second_buyer.user.email}


def test_a_paper_that_a_later_one_takes_over_from_is_no_news(cast: Cast, paper: Certificate) -> None:
    near = paper.ends_on - timedelta(days=5)
    later = make_certificate(
        cast.salt_and_sons, starts_on=paper.ends_on + timedelta(days=1), ends_on=date(2028, 1, 1)
    )
    assert warn(near) == 1  # a day would be left open between the two
    CertificateAlert.objects.all().delete()
    later.starts_on = paper.ends_on
    later.save(update_fields=["starts_on"])
    assert warn(near) == 0


def test_a_folded_entry_is_not_written_to(cast: Cast, paper: Certificate) -> None:
    vendor = cast.salt_and_sons
    vendor.status, vendor.folded_into = VendorStatus.FOLDED, cast.rival_salt
    vendor.save()
    assert warn(paper.ends_on) == 0


def test_a_vendor_without_an_address_is_named_to_the_buyers_to_call(cast: Cast) -> None:
    vendor = make_vendor(now=cast.now)
    vendor.email = ""
    vendor.save(update_fields=["email"])
    make_certificate(vendor, starts_on=date(2026, 1, 1), ends_on=TODAY)
    assert warn(TODAY) == 1
    assert "no e-mail on file: call them" in Message.objects.get().text


def test_the_database_keeps_a_step_from_being_sent_twice(cast: Cast, paper: Certificate) -> None:
    CertificateAlert.objects.create(certificate=paper, step=7, sent_at=cast.now)
    with (
        pytest.raises(IntegrityError, match="a_certificate_is_warned_of_once_at_a_step"),
        transaction.atomic(),
    ):
        CertificateAlert.objects.create(certificate=paper, step=7, sent_at=cast.now)


def test_many_papers_that_were_warned_of_ask_few_questions(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    for _ in range(40):
        make_certificate(
            make_vendor(now=cast.now), starts_on=date(2026, 1, 1), ends_on=TODAY + timedelta(days=20)
        )
    warn(TODAY)
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        assert warn(TODAY + timedelta(days=1)) == 0


def test_the_daily_job_warns(cast: Cast) -> None:
    make_certificate(
        cast.salt_and_sons, starts_on=date(2020, 1, 1), ends_on=timezone.localdate() + timedelta(days=7)
    )
    jobs.warn_of_lapsing_papers(0)
    jobs.forget_unproved(0)
    assert CertificateAlert.objects.get().step == 7
