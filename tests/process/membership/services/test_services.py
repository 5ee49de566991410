"""The county's other shared services: kept by the county, read by all, asked for by agencies."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, actions, queries, rules
from commonlot.process.membership.models import ServiceRequest, SharedService
from commonlot.process.membership.queries import ServiceFilter
from commonlot.process.membership.states import ServiceRequestStatus, ServiceStatus
from commonlot.records.access.models import PUBLIC, Seat
from commonlot.records.audit.models import Entry
from commonlot.records.notices.models import Message
from commonlot.web.todo import desk_of
from tests.cast import Cast
from tests.factories.services import make_request, make_service
from tests.records.jobs.worker import RunWorker
from tests.records.notices.sink import MailSink

SignIn = Callable[[Seat | None], Client]
FACTS: dict[str, Any] = {
    "name": "Repair of vehicles", "summary": "The garage repairs trucks.", "office": "Fleet Services",
    "office_email": "fleet@county.example", "for_kinds": ["town", "village"], "days_to_answer": 5,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _cast_time(now: Any, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


@pytest.fixture
def service(cast: Cast) -> SharedService:
    return make_service(cast)


def ask(cast: Cast, service: SharedService, by: Seat | None = None, **more: Any) -> ServiceRequest:
    return actions.ask_service(
        service_id=service.pk, wanted="2,400 tax inserts", actor=by or cast.requester, now=cast.now, **more
    )


# --- the directory -------------------------------------------------------------------------------------------------
def test_an_entry_is_read_by_all_from_its_publication_until_it_is_taken_off(
    cast: Cast, client: Client
) -> None:
    written = actions.write_service(facts=FACTS, actor=cast.buyer, now=cast.now)
    path = f"/membership/services/{written.pk}/"
    assert client.get(path).status_code == 404
    actions.publish_service(service_id=written.pk, actor=cast.buyer, now=cast.now)
    assert "Fleet Services" in client.get(path).content.decode()
    actions.unpublish_service(service_id=written.pk, actor=cast.buyer, now=cast.now)
    assert client.get(path).status_code == 404
    assert "Repair of vehicles" not in client.get("/membership/services/").content.decode()
    actions.publish_service(service_id=written.pk, actor=cast.buyer, now=cast.now)
    with pytest.raises(Refused, match="published and cannot become published"):
        actions.publish_service(service_id=written.pk, actor=cast.buyer, now=cast.now)


def test_a_change_keeps_what_stood_there_before_in_the_trail(cast: Cast, service: SharedService) -> None:
    changed = {"cost": "7 cents a page", "office": "Central Services"}
    actions.change_service(service_id=service.pk, facts=changed, actor=cast.buyer, now=cast.now)
    entry = Entry.objects.get(verb="membership.service_changed")
    assert entry.details == {"before": {"cost": "6 cents a page"}, "after": {"cost": "7 cents a page"}}
    actions.change_service(service_id=service.pk, facts=changed, actor=cast.buyer, now=cast.now)
    assert Entry.objects.filter(verb="membership.service_changed").count() == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"name": " "}, "name"), ({"office": ""}, "office"), ({"for_kinds": ["navy"]}, "for_kinds"),
     ({"starts_on": date(2027, 1, 1), "ends_on": date(2027, 1, 1)}, "ends_on")],
)  # fmt: skip
def test_an_entry_that_makes_no_sense_is_refused_beside_its_field(
    cast: Cast, service: SharedService, facts: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        actions.change_service(service_id=service.pk, facts=facts, actor=cast.buyer, now=cast.now)
    assert refusal.value.field == field


def test_only_the_county_keeps_the_directory(cast: Cast, service: SharedService) -> None:
    for actor in (cast.requester, cast.approver, cast.vendor, PUBLIC):
        with pytest.raises(Refused, match="purchasing staff keep the directory"):
            actions.change_service(service_id=service.pk, facts={"cost": "0"}, actor=actor, now=cast.now)


def found(actor: Any, cast: Cast, **asked: str) -> list[str]:
    return [each.name for each in queries.service_list(ServiceFilter(**asked), actor, on=cast.now.date())]


def test_people_find_a_service_by_its_words_its_office_and_who_may_use_it(
    cast: Cast, service: SharedService
) -> None:
    make_service(cast, name="Radio", office="Emergency Services", for_kinds=["fire_district"], words="pagers")
    make_service(cast, name="Old", ends_on=cast.now.date())
    make_service(cast, name="Hidden", status=ServiceStatus.DRAFT)
    assert found(PUBLIC, cast) == ["Printing and copying", "Radio"]
    assert found(cast.buyer, cast) == ["Hidden", "Old", "Printing and copying", "Radio"]
    assert found(PUBLIC, cast, words="BANNERS print") == ["Printing and copying"]
    assert found(PUBLIC, cast, words="pager") == ["Radio"]
    assert found(PUBLIC, cast, kind="town") == ["Printing and copying"]
    assert found(PUBLIC, cast, kind="fire_district") == ["Printing and copying", "Radio"]
    assert found(PUBLIC, cast, office="Emergency Services") == ["Radio"]
    assert queries.offices(PUBLIC) == ["Central Services", "Emergency Services"]


def test_the_directory_asks_the_same_few_questions_however_long_it_is(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(8):
        make_service(cast, name=f"Service {number}")
    with django_assert_max_num_queries(4):
        client.get("/membership/services/")


# --- asking ----------------------------------------------------------------------------------------------------------
def test_a_request_goes_to_the_office_by_mail_and_the_office_answers_to_the_person(
    cast: Cast, service: SharedService
) -> None:
    request = ask(cast, service, wanted_by=date(2026, 12, 11), phone="(914) 555-0140")
    mail = Message.objects.get()
    assert mail.to == ["print@county.example"]
    assert mail.headers == {"Reply-To": "dana.okafor@example.org"}
    assert mail.subject == "Town of Rye Hill asks for: Printing and copying"
    for words in ("2,400 tax inserts", "T-022", "(914) 555-0140", "December 11, 2026", "December 7, 2026"):
        assert words in mail.text
    # ten working days after Monday, November 23
    assert request.answer_due_on == date(2026, 12, 7)


@pytest.mark.django_db(transaction=True)
def test_the_mail_to_the_office_carries_the_persons_address_as_reply_to(
    run_worker: RunWorker, mail_sink: MailSink, cast: Cast
) -> None:
    ask(cast, make_service(cast))
    assert run_worker() == ["succeeded"]
    (mail,) = mail_sink.to("print@county.example")
    assert mail["Reply-To"] == "dana.okafor@example.org"


def test_whoever_may_not_ask_is_told_why_and_whom_to_write_to(cast: Cast, service: SharedService) -> None:
    why_not = access.ask_service.why_not
    assert why_not(cast.requester, service, now=cast.now) is None
    assert "print@county.example" in (why_not(PUBLIC, service, now=cast.now) or "")
    assert "member agency" in (why_not(cast.vendor, service, now=cast.now) or "")
    towns = make_service(cast, for_kinds=["town"])
    assert why_not(cast.requester, towns, now=cast.now) is None
    assert "other kinds of agency" in (why_not(cast.school, towns, now=cast.now) or "")


def test_a_service_is_asked_for_from_its_first_day_to_the_one_before_its_last(cast: Cast) -> None:
    today = cast.now.date()
    for starts, ends, offered in ((0, 1, True), (1, None, False), (None, 0, False), (-9, None, True)):
        service = make_service(
            cast,
            starts_on=None if starts is None else today + timedelta(days=starts),
            ends_on=None if ends is None else today + timedelta(days=ends),
        )
        assert access.ask_service.allows(cast.requester, service, now=cast.now) is offered


def test_an_answer_is_told_to_the_person_and_the_office_is_who_they_reply_to(
    cast: Cast, service: SharedService
) -> None:
    request = ask(cast, service)
    actions.answer_service_request(
        request_id=request.pk, answer="By Friday, $144.", actor=cast.buyer, now=cast.now
    )
    request.refresh_from_db()
    assert (request.status, request.answer, request.ended_by) == (
        ServiceRequestStatus.ANSWERED,
        "By Friday, $144.",
        cast.buyer,
    )
    mail = Message.objects.latest("pk")
    assert mail.to == ["dana.okafor@example.org"]
    assert mail.headers == {"Reply-To": "print@county.example"}
    assert "By Friday, $144." in mail.text
    with pytest.raises(Refused, match="answered and cannot become declined"):
        actions.decline_service_request(request_id=request.pk, answer="No.", actor=cast.buyer, now=cast.now)


def test_an_office_that_declines_says_why(cast: Cast, service: SharedService) -> None:
    request = ask(cast, service)
    with pytest.raises(Refused, match="Write what the office says"):
        actions.decline_service_request(request_id=request.pk, answer=" ", actor=cast.buyer, now=cast.now)
    actions.decline_service_request(
        request_id=request.pk, answer="The press is broken.", actor=cast.buyer, now=cast.now
    )
    assert "cannot do it" in Message.objects.latest("pk").text


def test_the_agency_takes_its_request_back_and_the_office_hears_of_it(
    cast: Cast, service: SharedService
) -> None:
    request = ask(cast, service)
    with pytest.raises(Refused, match="Only the agency that asked"):
        actions.withdraw_service_request(request_id=request.pk, actor=cast.school, now=cast.now)
    actions.withdraw_service_request(request_id=request.pk, actor=cast.approver, now=cast.now)
    mail = Message.objects.latest("pk")
    assert (mail.to, mail.subject[:11]) == (["print@county.example"], "Taken back:")
    with pytest.raises(Refused, match="withdrawn and cannot become answered"):
        actions.answer_service_request(request_id=request.pk, answer="Yes.", actor=cast.buyer, now=cast.now)


def test_an_agency_does_not_answer_its_own_request(cast: Cast, service: SharedService) -> None:
    request = ask(cast, service)
    with pytest.raises(Refused, match="purchasing staff write down"):
        actions.answer_service_request(
            request_id=request.pk, answer="Yes.", actor=cast.approver, now=cast.now
        )


def test_one_agency_sees_nothing_of_what_another_asked(
    cast: Cast, service: SharedService, client_for: SignIn
) -> None:
    request = ask(cast, service)
    assert list(ServiceRequest.objects.visible_to(cast.approver)) == [request]
    for other in (cast.school, cast.vendor, PUBLIC):
        assert list(ServiceRequest.objects.visible_to(other)) == []
    school = client_for(cast.school)
    assert "2,400 tax inserts" not in school.get("/membership/service-requests/").content.decode()
    assert school.get(f"/membership/service-requests/{request.pk}/").status_code == 404
    assert (
        "2,400 tax inserts" in client_for(cast.receiver).get("/membership/service-requests/").content.decode()
    )
    # and the public page of the service keeps silent about who asked
    assert "Rye Hill" not in school.get(f"/membership/services/{service.pk}/").content.decode()


def test_an_overdue_request_needs_the_county(cast: Cast, service: SharedService) -> None:
    today = cast.now.date()
    make_request(cast, service, cast.town, cast.requester, answer_due_on=today)
    late = make_request(cast, service, cast.fire_district, cast.fire, answer_due_on=today - timedelta(days=1))
    desk = desk_of(cast.buyer, now=cast.now)
    assert desk is not None
    assert [(task.title, task.tag) for task in desk.needs_you] == [
        ("Get an answer: Printing and copying, for Millbrook Fire District", "Overdue")
    ]
    assert desk.waiting == []  # until then only the office can do something
    assert late.is_overdue(on=today)
    own = desk_of(cast.requester, now=cast.now)
    assert own is not None
    assert [task.title for task in own.waiting] == ["Printing and copying: your request"]


# --- rules and constraints ----------------------------------------
@pytest.mark.parametrize(
    ("asked", "days", "due"),
    [(date(2026, 11, 23), 1, date(2026, 11, 24)), (date(2026, 11, 27), 1, date(2026, 11, 30)),
     (date(2026, 11, 28), 1, date(2026, 11, 30)), (date(2026, 11, 23), 5, date(2026, 11, 30))],
)  # fmt: skip
def test_saturdays_and_sundays_are_no_days_to_answer(asked: date, days: int, due: date) -> None:
    assert rules.answer_due(asked, days) == due


@pytest.mark.parametrize(
    "changes",
    [{"status": "answered"}, {"status": "answered", "answer": "Yes"}, {"ended_at": "now"}],
)
def test_the_database_refuses_a_request_that_ended_without_an_end(
    cast: Cast, service: SharedService, changes: dict[str, Any]
) -> None:
    facts = {**changes, "ended_at": cast.now} if "ended_at" in changes else changes
    with pytest.raises(IntegrityError), transaction.atomic():
        make_request(cast, service, cast.town, cast.requester, **facts)
