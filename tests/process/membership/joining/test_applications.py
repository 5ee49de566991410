"""An application: filed by anyone, seen by the county once its address is proved, decided by staff."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from commonlot.kernel.actor import Role
from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions, queries
from commonlot.process.membership.models import Agency, Application, Ask
from commonlot.process.membership.states import AgreementStatus, ApplicationStatus
from commonlot.records.access.models import Seat
from commonlot.records.audit.queries import trail_of
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories.joining import FACTS, file_application, make_application

pytestmark = pytest.mark.django_db
IN_THE_CITY = {"name": "Kings County", "kind": "county", "county": "Kings"}
BUREAU = {"name": "Rye Hill Library", "kind": "other"}

LIMITS = settings.COMMONLOT_DOOR_LIMITS["joining"]


def _accept(cast: Cast, application: Application, **more: Any) -> Agency:
    facts = {"application_id": application.pk, "actor": cast.buyer, "now": cast.now}
    return actions.accept_application(**{**facts, **more})


# --- what the law says ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("body", "answer", "because"),
    [
        ({}, "allowed", "on the list"),
        ({"kind": "boces", "name": "Northern BOCES"}, "allowed", "on the list"),
        ({"kind": "other", "name": "Rye Hill Library"}, "uncertain", "Counsel must say"),
        ({"kind": "county", "name": "Kings County", "county": "Kings"}, "blocked", "lies in New York City"),
        ({"kind": "county", "name": "Orange County", "county": "Orange"}, "allowed", "outside New York City"),
        ({"state": "NJ"}, "uncertain", "not kept in this program"),
    ],
)
def test_an_application_is_answered_from_the_law_and_the_answer_is_kept(
    cast: Cast, body: dict[str, str], answer: str, because: str
) -> None:
    filed = file_application(now=cast.now, **body)
    assert (filed.answer, filed.answered_on) == (answer, cast.now.date())
    assert any(because in reason["found"] and reason["citation"] for reason in filed.reasons)
    rules_read = {reason["rule"] for reason in filed.reasons}
    assert rules_read == ({"NO-RULE"} if body.get("state") else {"COOP-2"})


def test_a_threshold_above_the_laws_is_refused_with_the_citation(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"\$20,000 \(GML 103\(1\)\)") as refused:
        file_application(now=cast.now, purchase_threshold=FACTS["purchase_threshold"] * 3)
    assert refused.value.field == "purchase_threshold"
    assert not Application.objects.exists()


# --- who may apply --------------------------------------------------------------------------------------------
def test_who_takes_part_already_is_sent_to_its_administrator(cast: Cast) -> None:
    with pytest.raises(Refused, match="takes part already, as T-022") as refused:
        file_application(now=cast.now, name="rye hill", kind="town")
    assert refused.value.field == "name"


def test_a_town_and_a_city_of_one_name_are_two_bodies(cast: Cast) -> None:
    assert file_application(now=cast.now, name="City of Rye Hill", kind="city").pk
    assert file_application(now=cast.now, name="Town of Rye Hill", kind="town", county="Putnam").pk


def test_a_second_application_of_one_body_is_taken_like_the_first_and_staff_see_both(cast: Cast) -> None:
    first, second = make_application(now=cast.now), make_application(now=cast.now, network="192.0.2.9")
    assert first.status == second.status == ApplicationStatus.SUBMITTED
    (near,) = queries.near_names(second)
    assert near.same
    assert near.application == first


def test_staff_see_near_names_of_members_with_what_tells_them_apart(cast: Cast) -> None:
    near = queries.near_names(make_application(now=cast.now, name="City of Rye Hill", kind="city"))
    assert [(each.number, each.same) for each in near] == [("T-022", False)]


def test_too_many_applications_from_one_place_are_refused_and_another_place_is_not(cast: Cast) -> None:
    for place in range(LIMITS["asked_an_hour"]):
        file_application(now=cast.now, name=f"Village of Elm {place}", contact_email=f"{place}@example.org")
    with pytest.raises(Refused, match="Several applications"):
        file_application(now=cast.now, name="Village of Oak", contact_email="oak@example.org")
    assert file_application(now=cast.now, contact_email="oak@example.org", network="192.0.2.77").pk
    an_hour_later = cast.now + timedelta(hours=1)
    assert file_application(now=an_hour_later, name="Village of Oak", contact_email="oak@example.org").pk


def test_nobody_is_flooded_with_mail_from_many_places(cast: Cast) -> None:
    for place in range(LIMITS["asked_an_hour"]):
        file_application(now=cast.now, name=f"Village of Elm {place}", network=f"192.0.2.{place}")
    with pytest.raises(Refused, match="Several applications"):
        file_application(now=cast.now, name="Village of Oak", network="192.0.2.200")
    assert Message.objects.count() == LIMITS["asked_an_hour"]


def test_no_more_than_a_days_worth_comes_from_one_place_and_the_marks_tell_no_address(cast: Cast) -> None:
    for place in range(LIMITS["asked_a_day"]):
        later = cast.now + timedelta(minutes=30 * place)
        file_application(now=later, name=f"Village of Elm {place}", contact_email=f"{place}@example.org")
    with pytest.raises(Refused, match="Several applications"):
        file_application(now=cast.now + timedelta(hours=9), contact_email="oak@example.org")
    assert not Ask.objects.filter(network_hash__contains="192").exists()
    assert file_application(now=cast.now + timedelta(days=1), contact_email="oak@example.org").pk


# --- the proof of the address ---------------------------------------------------------------------------------
def test_the_county_sees_an_application_once_its_link_was_used(cast: Cast) -> None:
    filed = file_application(now=cast.now)
    assert not queries.waiting_applications().exists()
    (mail,) = Message.objects.all()
    assert mail.to == ["ada.brook@example.org"]
    assert queries.mailed_link(filed) in mail.text
    actions.confirm_application(application_id=filed.pk, now=cast.now)
    assert list(queries.waiting_applications()) == [filed]


def test_the_sign_shown_after_applying_does_not_act_and_a_false_one_opens_nothing(cast: Cast) -> None:
    filed = file_application(now=cast.now)
    assert queries.application_of(queries.token_of(filed, by_mail=False)) == (filed, False)
    assert queries.application_of(queries.token_of(filed, by_mail=True)) == (filed, True)
    assert queries.application_of(queries.token_of(filed, by_mail=True) + "x") == (None, False)


def test_the_link_holds_for_seven_days_to_the_second(cast: Cast) -> None:
    filed = file_application(now=cast.now)
    week = timedelta(days=7)
    with pytest.raises(Refused, match="older than seven days"):
        actions.confirm_application(application_id=filed.pk, now=cast.now + week)
    confirmed = actions.confirm_application(
        application_id=filed.pk, now=cast.now + week - timedelta(seconds=1)
    )
    assert confirmed.status == ApplicationStatus.SUBMITTED
    with pytest.raises(Refused, match="cannot become"):
        actions.confirm_application(application_id=filed.pk, now=cast.now)


def test_what_nobody_confirmed_is_forgotten_a_month_after_its_link(cast: Cast) -> None:
    kept = make_application(now=cast.now)
    file_application(now=cast.now, name="Village of Oak")
    the_day = cast.now + timedelta(days=37)
    assert actions.forget_applications(now=the_day) == 0
    assert actions.forget_applications(now=the_day + timedelta(seconds=1)) == 1
    assert list(Application.objects.all()) == [kept]


def test_an_applicant_withdraws_until_it_is_decided(cast: Cast) -> None:
    application = make_application(now=cast.now)
    actions.withdraw_application(application_id=application.pk, now=cast.now)
    assert not queries.waiting_applications().exists()
    with pytest.raises(Refused, match="withdrawn already"):
        _accept(cast, application)


# --- the decision ---------------------------------------------------------------------------------------------
def test_accepting_enrols_the_agency_with_all_it_stated(cast: Cast) -> None:
    agency = _accept(cast, make_application(now=cast.now))
    assert (agency.number, agency.kind, agency.contact_email) == ("V-001", "village", "ada.brook@example.org")
    assert agency.stated.facts == make_application(now=cast.now, name="Village of Oak").facts
    assert agency.agreements.get().status == AgreementStatus.DRAFT
    seat = Seat.objects.get(organisation=agency.organisation)
    assert (seat.user.email, seat.roles) == ("ada.brook@example.org", [Role.AGENCY_ADMINISTRATOR])
    subjects = set(Message.objects.values_list("subject", flat=True))
    assert {"Accepted: Village of Elm Crest", "Your seat at Village of Elm Crest"} <= subjects
    verbs = {entry.verb for entry in trail_of(agency)}
    assert {
        "membership.agency_enrolled",
        "membership.facts_changed",
        "membership.application_accepted",
    } <= verbs


def test_an_uncertain_body_is_accepted_on_counsels_advice_only(cast: Cast) -> None:
    application = make_application(now=cast.now, **BUREAU)
    for advice in ("", "   "):
        with pytest.raises(Refused, match="uncertain") as refused:
            _accept(cast, application, counsel_advice=advice)
        assert refused.value.field == "counsel_advice"
    _accept(cast, application, counsel_advice="County attorney, Nov 23: it may.")
    application.refresh_from_db()
    assert (application.decided_answer, application.counsel_advice[:15]) == ("uncertain", "County attorney")


def test_a_body_that_the_law_leaves_out_is_never_accepted(cast: Cast) -> None:
    application = make_application(now=cast.now, **IN_THE_CITY)
    with pytest.raises(Refused, match=r"COOP-2, GML 119-n\(a\)"):
        _accept(cast, application, counsel_advice="Counsel would not mind.")
    assert not Agency.objects.filter(organisation__name=application.name).exists()


def test_a_declined_applicant_reads_the_reason(cast: Cast) -> None:
    application = make_application(now=cast.now)
    with pytest.raises(Refused, match="Say why"):
        actions.decline_application(application_id=application.pk, reason=" ", actor=cast.buyer, now=cast.now)
    actions.decline_application(
        application_id=application.pk, reason="A private club.", actor=cast.buyer, now=cast.now
    )
    mail = Message.objects.get(subject="Declined: Village of Elm Crest")
    assert "A private club." in mail.text
    with pytest.raises(Refused, match="declined already"):
        _accept(cast, application)


def test_two_of_one_body_are_not_both_accepted(cast: Cast) -> None:
    first, second = make_application(now=cast.now), make_application(now=cast.now)
    _accept(cast, first)
    with pytest.raises(Refused, match="enrolled already, as V-001"):
        _accept(cast, second)


def test_only_staff_decide_and_only_what_is_confirmed(cast: Cast) -> None:
    filed, waiting = file_application(now=cast.now, name="Village of Oak"), make_application(now=cast.now)
    for outsider in (cast.approver, cast.vendor):
        with pytest.raises(Refused, match="purchasing staff"):
            _accept(cast, waiting, actor=outsider)
    with pytest.raises(Refused, match="not confirmed"):
        _accept(cast, filed)
    assert _accept(cast, waiting, actor=cast.purchasing_agent).pk


@pytest.mark.parametrize(
    "change",
    [
        {"status": "accepted"},
        {"status": "declined"},
        {"status": "submitted", "confirmed_at": None},
        {"purchase_threshold": -1},
    ],
)
def test_the_database_itself_refuses_a_decision_without_its_grounds(
    cast: Cast, change: dict[str, Any]
) -> None:
    application = make_application(now=cast.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(**change)


# --- the facts ------------------------------------------------------------------------------------------------
def test_the_administrator_and_the_county_change_facts_and_the_trail_keeps_what_was(cast: Cast) -> None:
    facts = make_application(now=cast.now).facts
    actions.change_facts(agency_id=cast.town.pk, facts=facts, actor=cast.approver, now=cast.now)
    actions.change_facts(
        agency_id=cast.town.pk, facts=type(facts)(), actor=cast.buyer, now=cast.now + timedelta(hours=1)
    )
    assert trail_of(cast.town)[0].details["newspapers"] == "none (was Elm Crest Courier; The Valley Post)"
    before = trail_of(cast.town).count()
    actions.change_facts(agency_id=cast.town.pk, facts=type(facts)(), actor=cast.buyer, now=cast.now)
    assert trail_of(cast.town).count() == before  # nothing changed, nothing is recorded
    for outsider in (cast.requester, cast.school, cast.vendor):
        with pytest.raises(Refused, match="may change these facts"):
            actions.change_facts(agency_id=cast.town.pk, facts=facts, actor=outsider, now=cast.now)
