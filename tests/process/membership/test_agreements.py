"""An agreement counts from its first day to its last, and only after the board voted."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions, queries
from commonlot.process.membership.models import Agreement
from commonlot.process.membership.states import AgreementStatus
from commonlot.records.audit.queries import trail_of
from tests.cast import Cast

TODAY = date(2026, 11, 23)
FIRST, LAST = date(2027, 1, 1), date(2032, 1, 1)


def _vote(cast: Cast, agreement: Agreement, **changes: object) -> Agreement:
    facts = {
        "agreement_id": agreement.pk,
        "resolution_number": "2026-14",
        "voted_on": TODAY,
        "starts_on": FIRST,
        "ends_on": LAST,
        "votes_for": 3,
        "votes_of": 5,
        "actor": cast.fire,
        "now": cast.now,
    }
    return actions.record_board_vote(**{**facts, **changes})  # type: ignore[arg-type]


@pytest.fixture
def draft(cast: Cast) -> Agreement:
    """The fire district's draft."""
    return actions.start_agreement(agency_id=cast.fire_district.pk, actor=cast.fire, now=cast.now)


def test_an_agreement_counts_from_its_first_day_to_the_day_before_it_ends(
    cast: Cast, draft: Agreement
) -> None:
    actions.lay_before_board(agreement_id=draft.pk, actor=cast.fire, now=cast.now)
    _vote(cast, draft)
    days = [FIRST - timedelta(days=1), FIRST, LAST - timedelta(days=1), LAST]
    assert [queries.has_agreement_in_force(cast.fire_district, on=day) for day in days] == [
        False, True, True, False,
    ]  # fmt: skip
    verbs = [entry.verb for entry in trail_of(cast.fire_district)]
    assert verbs == [
        "membership.board_voted", "membership.agreement_before_board", "membership.agreement_started",
    ]  # fmt: skip


def test_a_vote_recorded_on_a_draft_means_that_the_board_had_it(cast: Cast, draft: Agreement) -> None:
    assert _vote(cast, draft).status == AgreementStatus.ACTIVE


def test_without_more_than_half_of_the_votes_nothing_changes(cast: Cast, draft: Agreement) -> None:
    with pytest.raises(Refused, match="not a majority"):
        _vote(cast, draft, votes_for=2, votes_of=4)
    draft.refresh_from_db()
    assert draft.status == AgreementStatus.DRAFT


def test_an_agency_has_one_agreement_at_a_time(cast: Cast, draft: Agreement) -> None:
    with pytest.raises(Refused, match="has an agreement that is draft"):
        actions.start_agreement(agency_id=cast.fire_district.pk, actor=cast.buyer, now=cast.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.create(agency=cast.fire_district)


def test_the_lead_agency_needs_no_agreement_with_itself(cast: Cast) -> None:
    with pytest.raises(Refused, match="needs no agreement with itself"):
        actions.start_agreement(agency_id=cast.county.pk, actor=cast.purchasing_agent, now=cast.now)
    cast.county.agreements.all().delete()
    assert queries.has_agreement_in_force(cast.county, on=TODAY)


def test_others_do_not_touch_it(cast: Cast, draft: Agreement) -> None:
    for outsider in (cast.requester, cast.approver, cast.vendor):
        with pytest.raises(Refused, match="agency's administrator"):
            _vote(cast, draft, actor=outsider)
        with pytest.raises(Refused, match="agency's administrator"):
            actions.end_agreement(agreement_id=draft.pk, actor=outsider, now=cast.now)


def test_an_agreement_that_ran_out_lapses(cast: Cast) -> None:
    agreement = cast.town.agreements.get()
    the_last_day = cast.now.replace(year=2030, month=12, day=31)
    assert actions.lapse_agreements(now=the_last_day) == 0
    assert (
        actions.lapse_agreements(now=the_last_day + timedelta(days=1)) == 3
    )  # the county's, town's, school's
    agreement.refresh_from_db()
    assert agreement.status == AgreementStatus.LAPSED


def test_an_ended_agreement_stays_ended(cast: Cast) -> None:
    agreement = cast.town.agreements.get()
    actions.end_agreement(agreement_id=agreement.pk, actor=cast.approver, now=cast.now)
    assert not queries.has_agreement_in_force(cast.town, on=TODAY)
    with pytest.raises(Refused, match="cannot become"):
        actions.lay_before_board(agreement_id=agreement.pk, actor=cast.approver, now=cast.now)


@pytest.mark.parametrize(("votes_for", "votes_of"), [(2, 4), (6, 5), (3, None), (None, 5)])
def test_the_database_itself_refuses_an_agreement_that_won_no_majority(
    cast: Cast, votes_for: int | None, votes_of: int | None
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        cast.town.agreements.update(votes_for=votes_for, votes_of=votes_of)
