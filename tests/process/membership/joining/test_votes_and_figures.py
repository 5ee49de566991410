"""A figure that is changed in the product never reaches a constraint of the database as an error."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions
from commonlot.process.membership.models import Agreement
from commonlot.process.membership.states import AgreementStatus
from commonlot.records.audit.queries import trail_of
from commonlot.records.legal.actions import approve_change, propose_change
from commonlot.records.legal.models import Rule, RuleChange
from tests.cast import Cast
from tests.factories.membership import make_agency, make_agreement

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
COUNT: dict[str, Any] = {"resolution_number": "2026-14", "voted_on": TODAY}


def _let_the_law_ask(cast: Cast, percent: str) -> None:
    base = Rule.objects.standing().get(pack="NY", code="COOP-1")
    version = replace(base.as_text(), number=Decimal(percent), effective_from=date(2026, 1, 1))
    change = propose_change(
        pack="NY", base_id=base.pk, kind=RuleChange.Kind.BEGINS, why="Made up.", version=version,
        actor=cast.buyer, now=cast.now,
    )  # fmt: skip
    approve_change(change_id=change.pk, actor=cast.purchasing_agent, now=cast.now)


@pytest.fixture
def pending(cast: Cast) -> Agreement:
    """A town's agreement before its board."""
    return make_agreement(make_agency(now=cast.now), status=AgreementStatus.BOARD_PENDING)


def _carry(cast: Cast, agreement: Agreement, votes_for: int, votes_of: int) -> Agreement:
    return actions.record_board_vote(
        agreement_id=agreement.pk, starts_on=TODAY, ends_on=None, votes_for=votes_for, votes_of=votes_of,
        actor=cast.buyer, now=cast.now, **COUNT,
    )  # fmt: skip


def _fail(cast: Cast, agreement: Agreement, votes_for: int, votes_of: int) -> Agreement:
    return actions.record_failed_vote(
        agreement_id=agreement.pk,
        votes_for=votes_for,
        votes_of=votes_of,
        actor=cast.buyer,
        now=cast.now,
        **COUNT,
    )


@pytest.mark.parametrize(("votes_for", "carries"), [(9, False), (10, False), (11, True)])
def test_a_figure_below_half_lets_no_smaller_vote_carry(
    cast: Cast, pending: Agreement, votes_for: int, *, carries: bool
) -> None:
    _let_the_law_ask(cast, "40")
    if carries:
        assert _carry(cast, pending, votes_for, 20).status == AgreementStatus.ACTIVE
        return
    with pytest.raises(Refused, match="half or less of the full voting strength") as refused:
        _carry(cast, pending, votes_for, 20)
    assert refused.value.field == "votes_for"
    _fail(cast, pending, votes_for, 20)
    assert not pending.votes.get().carried


@pytest.mark.parametrize(("votes_for", "carries"), [(12, False), (13, False), (14, True)])
def test_a_figure_above_half_keeps_a_vote_that_missed_it_as_failed(
    cast: Cast, pending: Agreement, votes_for: int, *, carries: bool
) -> None:
    _let_the_law_ask(cast, "66.6667")
    if carries:
        assert _carry(cast, pending, votes_for, 20).status == AgreementStatus.ACTIVE
        return
    with pytest.raises(Refused, match=r"not a majority.*GML 119-o\(1\)"):
        _carry(cast, pending, votes_for, 20)
    _fail(cast, pending, votes_for, 20)
    assert not pending.votes.get().carried


# --- the county's own vote ----------------------------------------------------------------------------------------
def _county(cast: Cast, agreement: Agreement, **changes: Any) -> Any:
    facts = {"agreement_id": agreement.pk, "resolution_number": "31 of 2026", "voted_on": TODAY, "votes_for": 9,
             "votes_of": 17, "actor": cast.buyer, "now": cast.now}  # fmt: skip
    return actions.record_county_vote(**{**facts, **changes})


def test_the_countys_vote_is_recorded_once_and_by_its_staff_only(cast: Cast, pending: Agreement) -> None:
    for outsider in (cast.approver, cast.vendor):
        with pytest.raises(Refused, match="purchasing staff"):
            _county(cast, pending, actor=outsider)
    with pytest.raises(Refused, match=r"not a majority.*GML 119-o\(1\)"):
        _county(cast, pending, votes_for=8)
    _county(cast, pending)
    assert trail_of(pending.agency)[0].verb == "membership.county_voted"
    with pytest.raises(Refused, match="recorded already"):
        _county(cast, pending)


def test_an_agreement_counts_from_the_later_of_the_two_votes(cast: Cast, pending: Agreement) -> None:
    other = make_agreement(make_agency(now=cast.now), status=AgreementStatus.BOARD_PENDING)
    _county(cast, pending)
    with pytest.raises(Refused, match="later of the two votes"):
        actions.record_board_vote(
            agreement_id=pending.pk, resolution_number="7", voted_on=date(2026, 11, 20), starts_on=date(2026, 11, 22),
            ends_on=None, votes_for=3, votes_of=5, actor=cast.buyer, now=cast.now,
        )  # fmt: skip
    assert _carry(cast, pending, 3, 5).starts_on == TODAY
    actions.record_board_vote(
        agreement_id=other.pk, resolution_number="7", voted_on=date(2026, 11, 2), starts_on=date(2026, 11, 3),
        ends_on=None, votes_for=3, votes_of=5, actor=cast.buyer, now=cast.now,
    )  # fmt: skip
    _county(cast, other)
    other.refresh_from_db()
    assert other.starts_on == TODAY
    assert trail_of(other.agency)[0].details["counts_from"] == "2026-11-23 (was 2026-11-03)"


def test_a_term_that_was_over_before_the_county_voted_is_not_moved(cast: Cast, pending: Agreement) -> None:
    Agreement.objects.filter(pk=pending.pk).update(starts_on=date(2026, 1, 1), ends_on=TODAY)
    with pytest.raises(Refused, match="was over on that day"):
        _county(cast, pending)
    assert not hasattr(Agreement.objects.get(pk=pending.pk), "county_vote")


def test_the_page_says_when_the_countys_vote_is_missing_and_shows_it_once_recorded(
    cast: Cast, client_for: Any
) -> None:
    agreement = cast.town.agreements.get()
    page, vote = (
        reverse("membership:agency", args=[cast.town.pk]),
        reverse("membership:vote", args=[agreement.pk]),
    )
    county, town = client_for(cast.buyer), client_for(cast.approver)
    assert "county’s own board is not recorded" in county.get(page).content.decode()
    assert "Record it</a>" in county.get(page).content.decode()
    assert "Record it</a>" not in town.get(page).content.decode()
    assert "Record the county’s vote" not in town.get(vote).content.decode()
    sent = {"county-resolution_number": "31 of 2026", "county-voted_on": "2025-12-01", "county-votes_for": 8,
            "county-votes_of": 17}  # fmt: skip
    url = reverse("membership:county_vote", args=[agreement.pk])
    refused = county.post(url, sent)
    assert refused.status_code == 422
    assert refused.content.decode().count("is not a majority") == 2
    done = county.post(url, sent | {"county-votes_for": 9}, follow=True).content.decode()
    assert "9 of 17 votes, 31 of 2026" in done
    assert "county’s own board is not recorded" not in done


# --- signed copies ------------------------------------------------------------------------------------------------
def test_the_votes_put_an_agreement_in_force_and_a_missing_signed_copy_is_said_but_holds_nothing(
    cast: Cast, client_for: Any, pending: Agreement
) -> None:
    _carry(cast, pending, 3, 5)
    url = reverse("membership:agency", args=[pending.agency_id])
    page = client_for(cast.buyer).get(url).content.decode()
    assert "Agreement in force" in page
    assert "Signed copies still missing: by the agency" in page
    actions.attach_signed_copy(
        agreement_id=pending.pk, name="both.pdf", content=b"%PDF-1.7", content_type="application/pdf",
        signed_by="both", signed_on=TODAY, actor=cast.buyer, now=cast.now,
    )  # fmt: skip
    assert "Signed copies still missing" not in client_for(cast.buyer).get(url).content.decode()
