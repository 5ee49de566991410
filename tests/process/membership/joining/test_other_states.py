"""An agency is asked by the law of its own state, and never by New York's because that is the one at hand."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, actions, papers, queries, rules
from commonlot.process.membership.models import Agency, Agreement, Certificate
from commonlot.process.membership.states import AgreementStatus
from commonlot.records.legal.actions import load_pack
from tests.cast import Cast
from tests.factories.joining import file_application, make_application
from tests.factories.membership import make_agency, make_agreement, make_certificate

pytestmark = pytest.mark.django_db
VERMONT = Path(__file__).parent / "packs" / "made_up_vermont.toml"
TODAY = date(2026, 11, 23)
TOWN = {"name": "Town of Elm Crest", "kind": "town", "county": "Orange"}


def _at_home_in(cast: Cast, state: str) -> None:
    """Let the lead agency itself belong to a state."""
    Agency.objects.filter(pk=cast.county.pk).update(state=state)


def _town_of(cast: Cast, state: str) -> Agency:
    agency = make_agency(now=cast.now)
    agency.state = state
    agency.save(update_fields=["state"])
    return agency


def _vote(cast: Cast, agreement: Agreement, votes_for: int, votes_of: int, **more: Any) -> Agreement:
    return actions.record_board_vote(
        agreement_id=agreement.pk, resolution_number="2026-14", voted_on=TODAY, starts_on=TODAY, ends_on=None,
        votes_for=votes_for, votes_of=votes_of, actor=cast.buyer, now=cast.now, **more,
    )  # fmt: skip


# --- joining --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("kind", "answer"), [("town", "allowed"), ("village", "blocked")])
def test_a_body_is_answered_by_its_own_states_rules(cast: Cast, kind: str, answer: str) -> None:
    load_pack(file=VERMONT, now=cast.now)
    _at_home_in(cast, "VT")
    filed = file_application(now=cast.now, **TOWN | {"kind": kind, "state": "VT"})
    assert filed.answer == answer
    assert {reason["rule"] for reason in filed.reasons} == {"VT-WHO"}


def test_across_a_state_line_what_would_be_allowed_is_uncertain_and_what_is_blocked_stays_so(
    cast: Cast,
) -> None:
    load_pack(file=VERMONT, now=cast.now)
    assert file_application(now=cast.now, **TOWN | {"state": "VT"}).answer == "uncertain"
    assert file_application(now=cast.now, **TOWN | {"state": "VT", "kind": "village"}).answer == "blocked"


def test_a_body_of_a_state_without_rules_is_uncertain_and_reads_it_in_words(
    cast: Cast, client_for: Any
) -> None:
    application = make_application(now=cast.now, **TOWN | {"state": "CT"})
    assert application.answer == "uncertain"
    link = reverse("membership:application", args=[queries.token_of(application, by_mail=True)])
    desk = client_for(cast.buyer).get(reverse("membership:verify", args=[application.pk]))
    for page in (Client().get(link).content.decode(), desk.content.decode()):
        assert "Uncertain." in page
        assert "The rules of CT are not kept in this program. Ask counsel." in page
        assert "across the state line" in page
        assert "NO-RULE" not in page
        assert "The law lets a body like this take part" not in page
    with pytest.raises(Refused, match="uncertain"):
        actions.accept_application(application_id=application.pk, actor=cast.buyer, now=cast.now)
    advice = "County attorney, Nov 23: it may."
    assert actions.accept_application(
        application_id=application.pk, actor=cast.buyer, now=cast.now, counsel_advice=advice
    ).pk


@pytest.mark.django_db
def test_a_lead_agency_is_founded_in_any_state_and_its_law_is_the_one_at_home(now: datetime) -> None:
    load_pack(file=VERMONT, now=now)
    assert queries.home_state() == ""
    actions.found_lead_agency(
        name="Elm County", county="Elm", state="VT", administrator_name="Ada Brook",
        administrator_email="ada.brook@example.org", password=None, now=now,
    )  # fmt: skip
    assert queries.home_law().pack == "VT"
    page = Client().get(reverse("membership:apply")).content.decode()
    assert 'value="VT"' in page
    assert "$15,000 for purchases" in page
    assert "GML" not in Client().get(reverse("membership:join")).content.decode()


# --- thresholds -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("state", "amount", "refused"), [
    ("VT", 15_000, False), ("VT", 15_001, True), ("NY", 15_001, False), ("NY", 20_001, True), ("CT", 90_000, False),
])  # fmt: skip
def test_a_policys_threshold_is_bounded_by_the_own_states_figure(
    cast: Cast, state: str, amount: int, *, refused: bool
) -> None:
    load_pack(file=VERMONT, now=cast.now)
    agency = _town_of(cast, state)
    facts = rules.StatedFacts(purchase_threshold=Decimal(amount))
    if refused:
        with pytest.raises(Refused, match="The law asks for sealed bids"):
            actions.change_facts(agency_id=agency.pk, facts=facts, actor=cast.buyer, now=cast.now)
    else:
        actions.change_facts(agency_id=agency.pk, facts=facts, actor=cast.buyer, now=cast.now)


def test_the_form_of_facts_names_the_own_states_figure(cast: Cast, client_for: Any) -> None:
    load_pack(file=VERMONT, now=cast.now)
    client = client_for(cast.buyer)
    pages = {
        state: client.get(reverse("membership:facts", args=[_town_of(cast, state).pk])).content.decode()
        for state in ("VT", "NY", "CT")
    }
    assert "$15,000 for purchases" in pages["VT"]
    assert "$20,000 for purchases" in pages["NY"]
    assert "for purchases" not in pages["CT"]


# --- the vote -------------------------------------------------------------------------------------------------
def test_a_vote_carries_by_the_own_states_share(cast: Cast) -> None:
    load_pack(file=VERMONT, now=cast.now)
    agreement = make_agreement(_town_of(cast, "VT"), status=AgreementStatus.BOARD_PENDING)
    with pytest.raises(Refused, match=r"Less than 60% voted for it\. Made up for the tests, 2"):
        _vote(cast, agreement, 5, 9)
    assert _vote(cast, agreement, 6, 10).status == AgreementStatus.ACTIVE


def test_where_no_rule_is_kept_a_vote_needs_what_counsel_advised(cast: Cast, client_for: Any) -> None:
    agreement = make_agreement(_town_of(cast, "CT"), status=AgreementStatus.BOARD_PENDING)
    with pytest.raises(Refused, match="not kept in this program") as refused:
        _vote(cast, agreement, 5, 5)
    assert refused.value.field == "counsel_advice"
    url = reverse("membership:vote", args=[agreement.pk])
    assert "What counsel advised about this vote" in client_for(cast.buyer).get(url).content.decode()
    assert (
        _vote(cast, agreement, 5, 5, counsel_advice=" Attorney: it carries. ").status
        == AgreementStatus.ACTIVE
    )
    assert agreement.votes.get().counsel_advice == "Attorney: it carries."


def test_an_agency_of_new_york_is_not_asked_for_counsel(cast: Cast, client_for: Any) -> None:
    agreement = make_agreement(_town_of(cast, "NY"), status=AgreementStatus.BOARD_PENDING)
    page = client_for(cast.buyer).get(reverse("membership:vote", args=[agreement.pk])).content.decode()
    assert "What counsel advised" not in page
    assert _vote(cast, agreement, 3, 5).status == AgreementStatus.ACTIVE


# --- papers and vendors -------------------------------------------------------------------------------------------
def test_the_papers_for_a_board_are_set_without_rules_too_and_differ_by_state(cast: Cast) -> None:
    for paper in papers.PAPERS:
        made = [
            papers.agreement_paper(make_agreement(_town_of(cast, state)), paper, now=cast.now)
            for state in ("NY", "CT")
        ]
        assert all(each[:5] == b"%PDF-" for each in made)
        assert made[0] != made[1]


def test_what_a_vendor_certifies_is_cited_from_the_lead_agencys_state(cast: Cast) -> None:
    statement = rules.STATEMENTS[Certificate.Kind.NON_COLLUSION]
    assert actions.citation_of(statement, on=TODAY) == "GML 103-d"
    _at_home_in(cast, "CT")
    assert "ask counsel" in actions.citation_of(statement, on=TODAY)


def test_a_lapsed_paper_blocks_new_lines_also_where_the_state_has_no_rules(cast: Cast) -> None:
    kind = Certificate.Kind.LIABILITY_INSURANCE
    make_certificate(cast.salt_and_sons, kind=kind, starts_on=date(2025, 1, 1), ends_on=TODAY)
    assert access.take_new_order_lines.why_not(cast.buyer, cast.salt_and_sons, now=cast.now)
    _at_home_in(cast, "CT")
    why = access.take_new_order_lines.why_not(cast.buyer, cast.salt_and_sons, now=cast.now)
    assert why is not None
    assert "asked for by the county" in why
    assert timezone.localdate(cast.now) == TODAY
