"""Who is written when an application arrives and when it is decided, through a real mail server."""

from datetime import timedelta

import pytest

from commonlot.kernel.actor import Role
from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions
from commonlot.records.notices.models import Message
from tests.cast import Cast, seat
from tests.factories.joining import file_application, make_application
from tests.records.jobs.worker import RunWorker
from tests.records.notices.sink import MailSink

STAFF = ("priya.raman@example.org", "owen.bright@example.org", "marta.quill@example.org")


def _arrivals() -> list[Message]:
    return list(Message.objects.filter(cause="membership.application_arrived").order_by("pk"))


@pytest.mark.django_db(transaction=True)
def test_each_of_the_staff_gets_one_mail_when_an_application_arrives_and_the_applicant_when_it_is_decided(
    cast: Cast, run_worker: RunWorker, mail_sink: MailSink
) -> None:
    filed = file_application(now=cast.now)
    run_worker()
    assert [str(mail["To"]) for mail in mail_sink.mails] == ["ada.brook@example.org"]
    actions.confirm_application(application_id=filed.pk, now=cast.now)
    run_worker()
    for address in STAFF:
        (mail,) = mail_sink.to(address)
        assert mail["Subject"] == "Application to verify: Village of Elm Crest"
        text = mail.get_content()
        assert f"/applications/{filed.pk}/" in text
        assert "The law, on the day it applied: allowed." in text
    assert len(mail_sink.mails) == 1 + len(STAFF)
    actions.accept_application(application_id=filed.pk, actor=cast.buyer, now=cast.now)
    run_worker()
    subjects = [mail["Subject"] for mail in mail_sink.to("ada.brook@example.org")]
    assert "Accepted: Village of Elm Crest" in subjects


@pytest.mark.django_db(transaction=True)
def test_an_applicant_that_is_declined_gets_the_reason_by_mail(
    cast: Cast, run_worker: RunWorker, mail_sink: MailSink
) -> None:
    application = make_application(now=cast.now)
    actions.decline_application(
        application_id=application.pk, reason="A private club.", actor=cast.buyer, now=cast.now
    )
    run_worker()
    (mail,) = [each for each in mail_sink.mails if each["Subject"] == "Declined: Village of Elm Crest"]
    assert mail["To"] == "ada.brook@example.org"
    assert "A private club." in mail.get_content()


@pytest.mark.django_db
def test_nobody_is_told_of_an_application_whose_confirmation_did_not_stand(cast: Cast) -> None:
    filed = file_application(now=cast.now)
    with pytest.raises(Refused):
        actions.confirm_application(application_id=filed.pk, now=cast.now + timedelta(days=8))
    assert _arrivals() == []


@pytest.mark.django_db
def test_a_person_with_two_staff_roles_gets_one_mail_and_one_who_cannot_verify_none(cast: Cast) -> None:
    seat(cast.county.organisation, "Noa Two", Role.BUYER, Role.ADMINISTRATOR, now=cast.now)
    seat(cast.county.organisation, "Vic Views", Role.RECEIVER, now=cast.now)
    make_application(now=cast.now)
    assert sorted(mail.to[0] for mail in _arrivals()) == sorted([*STAFF, "noa.two@example.org"])
    assert all(len(mail.to) == 1 for mail in _arrivals())


@pytest.mark.django_db
def test_a_flood_of_applications_is_no_flood_of_mail(cast: Cast) -> None:
    for n in range(7):
        make_application(
            now=cast.now, name=f"Village of Elm {n}", network=f"192.0.2.{n}", contact_email=f"{n}@example.org"
        )
    told = [mail for mail in _arrivals() if mail.to == [STAFF[0]]]
    assert len(told) == 5
    assert ["No further mail" in mail.text for mail in told] == [False] * 4 + [True]
    make_application(
        now=cast.now + timedelta(hours=1), contact_email="late@example.org", network="192.0.2.99"
    )
    assert len([mail for mail in _arrivals() if mail.to == [STAFF[0]]]) == 6
