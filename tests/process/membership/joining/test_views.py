"""The screens of joining: what a stranger, an applicant, the county and a member see."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonlot.process.membership import actions
from commonlot.process.membership.models import AgencyFacts, Agreement, Application
from commonlot.process.membership.queries import token_of
from commonlot.process.membership.states import AgreementStatus
from commonlot.records.access.models import Seat
from tests.cast import Cast
from tests.factories.joining import BODY, file_application, make_application
from tests.factories.membership import make_agency, make_agreement
from tests.process.membership.joining.matrix import ROWS_SENT

pytestmark = pytest.mark.django_db
ClientFor = Callable[[Seat | None], Client]
APPLY = "membership:apply"


@pytest.fixture(autouse=True)
def _cast_time(now: Any, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


@pytest.fixture
def stranger(cast: Cast) -> Client:
    """Somebody without an account."""
    return Client()


def _text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def _send(client: Client, **changes: Any) -> Any:
    return client.post(reverse(APPLY), {**BODY, **ROWS_SENT, **changes})


# --- the public page ------------------------------------------------------------------------------------------
def test_the_public_page_says_what_joining_is_and_is_reached_from_home_and_directory(
    stranger: Client,
) -> None:
    page = _text(stranger.get(reverse("membership:join")))
    for words in ("Nothing.", "more than 50%", "GML 119-o(1)", "GML 119-n(a)", "Five steps"):
        assert words in page
    for name in ("web:home", "membership:directory"):
        assert reverse("membership:join") in _text(stranger.get(reverse(name)))


@pytest.mark.parametrize("paper", ["agreement", "resolution"])
def test_the_models_are_downloaded_without_an_account(stranger: Client, paper: str) -> None:
    response = stranger.get(reverse("membership:model_paper", args=[paper]))
    assert response.content[:5] == b"%PDF-"
    assert f'filename="model-{paper}.pdf"' in response["Content-Disposition"]
    assert stranger.get(reverse("membership:model_paper", args=["ledger"])).status_code == 404


# --- applying -------------------------------------------------------------------------------------------------
def test_an_applicant_sees_the_laws_answer_at_once(stranger: Client) -> None:
    page = _text(stranger.post(reverse(APPLY), BODY | ROWS_SENT, follow=True))
    assert "Allowed." in page
    assert "COOP-2, GML 119-n(a)" in page
    assert "One step is missing." in page
    assert "ada.brook@example.org" in page


def test_uncertain_is_never_shown_as_allowed(stranger: Client) -> None:
    page = _text(stranger.post(reverse(APPLY), BODY | ROWS_SENT | {"kind": "other"}, follow=True))
    assert "Uncertain." in page
    assert "counsel is asked first" in page
    assert "Allowed." not in page


def test_rows_are_added_by_a_plain_button_and_what_was_typed_stays(stranger: Client) -> None:
    sent = {
        "newspapers-0-name": "Courier",
        "sites-0-name": "Hall",
        "more": "newspapers",
        "contact_email": "not yet",
    }
    page = _text(_send(stranger, **sent))
    assert not Application.objects.exists()
    assert 'value="Courier"' in page
    assert 'value="Hall"' in page
    assert "newspapers-1-name" in page
    assert "sites-1-name" in page  # a blank one stands ready
    assert re.search(r'name="newspapers-1-name"[^>]*autofocus', page)
    assert "There is a problem" not in page


def test_every_row_that_is_filled_is_kept_and_blank_ones_are_not(stranger: Client) -> None:
    sent = {
        "newspapers-TOTAL_FORMS": 3, "newspapers-0-name": "Courier", "newspapers-2-name": "Post",
        "sites-TOTAL_FORMS": 2, "sites-0-name": "Hall", "sites-0-address": "1 Elm Street", "sites-0-note": "no dock",
    }  # fmt: skip
    assert _send(stranger, **sent).status_code == 302
    kept = Application.objects.get()
    assert kept.newspapers == ["Courier", "Post"]
    assert kept.sites == [{"name": "Hall", "address": "1 Elm Street", "note": "no dock"}]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"purchase_threshold": "25000"}, "The law asks for sealed bids for purchases above $20,000"),
        ({"sites-0-address": "1 Elm Street"}, "Give the site a name"),
        ({"name": "Town of Rye Hill", "kind": "town"}, "takes part already, as T-022"),
        ({"website": "http://spam.example"}, "Please empty this field"),
        (
            {"newspapers-TOTAL_FORMS": 12} | {f"newspapers-{i}-name": "x" for i in range(12)},
            "at most 10 forms",
        ),
    ],
)
def test_what_is_wrong_stands_in_the_summary_and_nothing_is_kept(
    stranger: Client, changes: dict[str, Any], said: str
) -> None:
    response = _send(stranger, **changes)
    assert response.status_code == 422
    page = response.content.decode()
    assert "<title>Error:" in page
    assert said in page[: page.index("g-body")]
    assert not Application.objects.exists()


def test_a_broken_form_is_refused_and_not_an_error_of_ours(stranger: Client) -> None:
    assert stranger.post(reverse(APPLY), BODY).status_code == 422
    assert stranger.post(reverse(APPLY), {"newspapers-TOTAL_FORMS": "a lot"}).status_code == 422


def test_the_same_place_may_not_apply_without_end(stranger: Client) -> None:
    answers = [
        _send(stranger, name=f"Village of Elm {i}", contact_email=f"{i}@example.org") for i in range(6)
    ]
    assert [each.status_code for each in answers] == [302] * 5 + [422]
    assert "Several applications came from here already" in answers[-1].content.decode()


# --- the link -------------------------------------------------------------------------------------------------
def test_only_the_mailed_link_confirms_and_opening_it_does_not(cast: Cast, stranger: Client) -> None:
    filed = file_application(now=cast.now)
    shown, mailed = token_of(filed, by_mail=False), token_of(filed, by_mail=True)
    page = _text(stranger.get(reverse("membership:application", args=[mailed])))
    assert "Confirm and send it to the county" in page
    filed.refresh_from_db()
    assert filed.status == "unconfirmed"
    assert "Confirm and send" not in _text(stranger.get(reverse("membership:application", args=[shown])))
    assert stranger.post(reverse("membership:confirm_application", args=[shown])).status_code == 404
    done = stranger.post(reverse("membership:confirm_application", args=[mailed]), follow=True)
    assert "The county has it since" in _text(done)


def test_an_old_link_says_so_and_leads_on(cast: Cast, stranger: Client, settings: Any) -> None:
    mailed = token_of(file_application(now=cast.now), by_mail=True)
    settings.COMMONLOT_CLOCK_OFFSET += timedelta(days=8)
    page = _text(stranger.get(reverse("membership:application", args=[mailed])))
    assert "The link ran out on" in page
    assert "Apply again" in page
    assert "Confirm and send" not in page


def test_each_end_of_an_application_is_shown_by_its_link(cast: Cast, stranger: Client) -> None:
    accepted, declined, withdrawn = (make_application(now=cast.now, name=f"Village of {n}") for n in "ABC")
    actions.accept_application(application_id=accepted.pk, actor=cast.buyer, now=cast.now)
    actions.decline_application(
        application_id=declined.pk, reason="A private club.", actor=cast.buyer, now=cast.now
    )
    actions.withdraw_application(application_id=withdrawn.pk, now=cast.now)
    for each, said in (
        (accepted, "V-001"),
        (declined, "A private club."),
        (withdrawn, "It was withdrawn on"),
    ):
        assert said in _text(
            stranger.get(reverse("membership:application", args=[token_of(each, by_mail=True)]))
        )
    assert stranger.get(reverse("membership:application", args=["made-up"])).status_code == 404


def test_a_stranger_learns_nothing_of_who_applied(cast: Cast, stranger: Client) -> None:
    application = make_application(now=cast.now)
    for name in ("web:home", "membership:directory", "membership:join"):
        assert "Elm Crest" not in _text(stranger.get(reverse(name)))
    assert _send(stranger).status_code == 302  # the same body again is taken like the first
    assert stranger.get(reverse("membership:verify", args=[application.pk])).status_code == 302


# --- the county's desk ----------------------------------------------------------------------------------------
def test_the_county_sees_what_waits_and_not_what_nobody_confirmed(cast: Cast, client_for: ClientFor) -> None:
    make_application(now=cast.now)
    filed = file_application(now=cast.now, name="Village of Oak")
    client = client_for(cast.buyer)
    page = _text(client.get(reverse("membership:applications")))
    assert "Village of Elm Crest" in page
    assert "Village of Oak" not in page
    assert client.get(reverse("membership:verify", args=[filed.pk])).status_code == 404
    assert "Verify the application of Village of Elm Crest" in _text(client.get(reverse("web:todo")))


def test_the_page_to_verify_shows_everything_beside_near_names(cast: Cast, client_for: ClientFor) -> None:
    application = make_application(now=cast.now, name="City of Rye Hill", kind="city")
    page = _text(client_for(cast.buyer).get(reverse("membership:verify", args=[application.pk])))
    for words in ("Town of Rye Hill", "T-022, takes part", "Another body", "Elm Crest Courier", "Village Hall",
                  "weekdays 9 to 4", "$10,000 for purchases", "Local Law 2 of 2020", "Accept and enroll"):  # fmt: skip
        assert words in page


def test_counsels_advice_is_asked_beside_the_field(cast: Cast, client_for: ClientFor) -> None:
    application = make_application(now=cast.now, kind="other", name="Rye Hill Library")
    client = client_for(cast.buyer)
    refused = client.post(reverse("membership:accept_application", args=[application.pk]), {})
    assert refused.status_code == 422
    assert refused.content.decode().count("Write down who advised what") == 2
    advice = {"counsel_advice": "County attorney: it may."}
    assert (
        client.post(reverse("membership:accept_application", args=[application.pk]), advice).status_code
        == 302
    )
    assert "County attorney: it may." in _text(
        client.get(reverse("membership:verify", args=[application.pk]))
    )


def test_a_body_left_out_by_the_law_can_only_be_declined(cast: Cast, client_for: ClientFor) -> None:
    application = make_application(now=cast.now, name="Kings County", kind="county", county="Kings")
    client = client_for(cast.buyer)
    page = _text(client.get(reverse("membership:verify", args=[application.pk])))
    assert "Accept and enroll" not in page
    assert "Decline it with that reason" in page
    refused = client.post(reverse("membership:accept_application", args=[application.pk]))
    assert refused.status_code == 422
    empty = client.post(reverse("membership:decline_application", args=[application.pk]), {"reason": ""})
    assert empty.status_code == 422


def test_the_desk_asks_few_questions_however_many_wait(
    cast: Cast, client_for: ClientFor, django_assert_max_num_queries: Any
) -> None:
    for i in range(15):
        make_application(
            now=cast.now, name=f"Village of {i}", network=f"a{i}", contact_email=f"{i}@example.org"
        )
    client = client_for(cast.buyer)
    with django_assert_max_num_queries(6):
        client.get(reverse("membership:applications"))
    with django_assert_max_num_queries(14):
        client.get(reverse("membership:verify", args=[Application.objects.latest("pk").pk]))


# --- the agency's page ----------------------------------------------------------------------------------------
def test_newspapers_and_authorities_are_public_and_the_rest_is_not(cast: Cast, client_for: ClientFor) -> None:
    facts = make_application(now=cast.now).facts
    actions.change_facts(agency_id=cast.town.pk, facts=facts, actor=cast.approver, now=cast.now)
    url = reverse("membership:agency", args=[cast.town.pk])
    for outsider in (None, cast.school, cast.vendor):
        page = _text(client_for(outsider).get(url))
        for public in ("Elm Crest Courier", "Local Law 2 of 2020"):
            assert public in page
        for judged in (
            "Allowed: A local law, rule or resolution of the agency allows best value.",
            "BV-1, GML 103(1)",
        ):
            assert judged in page
    inside = _text(client_for(cast.requester).get(url))
    for words in ("Ada Brook", "$10,000", "DPW garage"):
        assert words in inside
    assert "Change these facts" not in inside
    assert "Change these facts" in _text(client_for(cast.approver).get(url))


def test_facts_are_changed_on_their_page(cast: Cast, client_for: ClientFor) -> None:
    client, url = client_for(cast.approver), reverse("membership:facts", args=[cast.town.pk])
    assert client.post(url, ROWS_SENT | {"purchase_threshold": "20000.01"}).status_code == 422
    done = client.post(url, ROWS_SENT | {"purchase_threshold": "12000"}, follow=True)
    assert "$12,000 for purchases" in _text(done)
    form = _text(client.get(url))
    assert 'value="12000.00"' in form
    assert 'value="Elm Crest Courier"' in form
    assert AgencyFacts.objects.get().electronic_bids == "no"
    assert "Not allowed: The governing board has not given the authority" in _text(done)


# --- the agreement's page -------------------------------------------------------------------------------------
def test_a_failed_vote_is_offered_as_that_and_recorded(cast: Cast, client_for: ClientFor) -> None:
    agreement = make_agreement(make_agency(now=cast.now), status=AgreementStatus.BOARD_PENDING)
    client, url = client_for(cast.buyer), reverse("membership:vote", args=[agreement.pk])
    sent = {"resolution_number": "2026-13", "voted_on": "2026-11-20", "votes_for": "2", "votes_of": "5",
            "starts_on": "2026-11-23"}  # fmt: skip
    refused = client.post(url, sent)
    assert refused.status_code == 422
    assert "Record that it did not carry" in refused.content.decode()
    page = _text(client.post(url, sent | {"outcome": "failed"}, follow=True))
    assert "did not carry: 2 of 5, resolution 2026-13" in page
    assert "Record the board’s vote" in page
    assert client.post(url, sent | {"votes_for": "3", "outcome": "failed"}).status_code == 422


def test_a_running_agreement_is_renewed_on_the_page_of_its_agency(cast: Cast, client_for: ClientFor) -> None:
    today = timezone.localdate(cast.now)
    cast.town.agreements.update(ends_on=today + timedelta(days=28))
    client = client_for(cast.approver)
    url = reverse("membership:agency", args=[cast.town.pk])
    page = _text(client.get(url))
    assert "28 days left" in page
    running = cast.town.agreements.get()
    page = _text(client.post(reverse("membership:renew_agreement", args=[running.pk]), follow=True))
    renewal = Agreement.objects.get(renews=running)
    assert "Dec 21, 2026 until ended" in page
    assert "Prepare its renewal" not in page
    term = reverse("membership:term", args=[renewal.pk])
    assert client.post(term, {"starts_on": "2027-01-01", "ends_on": "2026-01-01"}).status_code == 422
    assert "until before Dec 21, 2031" in _text(
        client.post(term, {"starts_on": "2026-12-21", "ends_on": "2031-12-21"}, follow=True)
    )
    paper = client.get(reverse("membership:agreement_paper", args=[renewal.pk, "agreement"]))
    assert paper.content[:5] == b"%PDF-"
    page = _text(client.post(reverse("membership:lay_before_board", args=[renewal.pk]), follow=True))
    assert "Agreement, as laid before the board" in page
    assert page.count("fingerprint") == 2


def test_strangers_see_no_paper_of_an_agreement(cast: Cast, client_for: ClientFor) -> None:
    draft = actions.start_agreement(agency_id=cast.fire_district.pk, actor=cast.fire, now=cast.now)
    actions.lay_before_board(agreement_id=draft.pk, actor=cast.fire, now=cast.now)
    kept = draft.papers.first()
    assert kept is not None
    url = reverse("documents:download", args=[kept.document_id])
    assert client_for(cast.fire).get(url).status_code == 200
    for outsider in (None, cast.school, cast.approver, cast.vendor):
        assert client_for(outsider).get(url).status_code == 404


def test_the_directory_names_lapsed_agreements(cast: Cast, client_for: ClientFor) -> None:
    cast.town.agreements.update(ends_on=timezone.localdate(cast.now))
    found = client_for(None).get(reverse("membership:directory"), {"standing": "lapsed"})
    assert list(found.context["page"].object_list) == [cast.town]


# --- things to do ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("days_left", "says", "due"),
    [
        (91, None, None),
        (90, "Your agreement lapses in 90 days: lay its renewal before the board", "Fri, Feb 5"),
        (15, "Your agreement lapses in 15 days", "Tue, Nov 24"),
        (13, "Your agreement lapses in 13 days", "Sun, Dec 6"),
        (0, "Your agreement lapsed: lay its renewal before the board", None),
    ],
)
def test_the_administrator_is_told_by_when_to_be_on_the_agenda(
    cast: Cast, client_for: ClientFor, days_left: int, says: str | None, due: str | None
) -> None:
    cast.town.agreements.update(ends_on=timezone.localdate(cast.now) + timedelta(days=days_left))
    page = _text(client_for(cast.approver).get(reverse("web:todo")))
    assert ("Your agreement laps" in page) == (says is not None)
    assert says is None or says in page
    assert due is None or due in page
    assert "Your agreement laps" not in _text(client_for(cast.requester).get(reverse("web:todo")))


def test_each_step_of_an_agreement_is_a_thing_to_do(cast: Cast, client_for: ClientFor) -> None:
    fire, county = client_for(cast.fire), client_for(cast.buyer)
    draft = actions.start_agreement(agency_id=cast.fire_district.pk, actor=cast.fire, now=cast.now)
    assert "Lay the agreement before your board" in _text(fire.get(reverse("web:todo")))
    actions.lay_before_board(agreement_id=draft.pk, actor=cast.fire, now=cast.now)
    assert "Record your board’s vote" in _text(fire.get(reverse("web:todo")))
    assert "Agreement of Millbrook Fire District" in _text(county.get(reverse("web:todo")))


def test_the_county_sees_what_ends_soon(cast: Cast, client_for: ClientFor) -> None:
    cast.town.agreements.update(ends_on=timezone.localdate(cast.now) + timedelta(days=28))
    page = _text(client_for(cast.buyer).get(reverse("web:todo")))
    assert "Agreement of Town of Rye Hill lapses in 28 days" in page
