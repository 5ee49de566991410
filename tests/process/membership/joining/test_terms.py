"""Terms of an agreement: votes that fail and carry, papers, signed copies, renewals without a gap."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions, papers, queries
from commonlot.process.membership.models import Agreement, AgreementPaper
from commonlot.process.membership.states import AgreementStatus
from commonlot.records.audit.queries import trail_of
from tests.cast import Cast
from tests.factories.membership import make_agency, make_agreement

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def _vote(cast: Cast, agreement: Agreement, **changes: Any) -> Agreement:
    facts = {
        "agreement_id": agreement.pk, "resolution_number": "2026-14", "voted_on": TODAY, "starts_on": TODAY,
        "ends_on": None, "votes_for": 3, "votes_of": 5, "actor": cast.purchasing_agent, "now": cast.now,
    }  # fmt: skip
    return actions.record_board_vote(**{**facts, **changes})


def _fail(cast: Cast, agreement: Agreement, votes_for: int, votes_of: int = 5) -> Agreement:
    return actions.record_failed_vote(
        agreement_id=agreement.pk, resolution_number="2026-13", voted_on=TODAY, votes_for=votes_for,
        votes_of=votes_of, actor=cast.purchasing_agent, now=cast.now,
    )  # fmt: skip


@pytest.fixture
def laid(cast: Cast) -> Agreement:
    """The fire district's agreement, before its board."""
    draft = actions.start_agreement(agency_id=cast.fire_district.pk, actor=cast.fire, now=cast.now)
    return actions.lay_before_board(agreement_id=draft.pk, actor=cast.fire, now=cast.now)


@pytest.fixture
def running(cast: Cast) -> Agreement:
    """The town's agreement, with 28 days left."""
    agreement = cast.town.agreements.get()
    agreement.ends_on = TODAY + timedelta(days=28)
    agreement.save(update_fields=["ends_on"])
    return agreement


# --- papers ---------------------------------------------------------------------------------------------------
def test_what_the_board_got_is_kept_with_its_fingerprint(cast: Cast, laid: Agreement) -> None:
    kept = {paper.kind: paper.document for paper in laid.papers.all()}
    assert set(kept) == {AgreementPaper.Kind.AGREEMENT, AgreementPaper.Kind.RESOLUTION}
    assert trail_of(cast.fire_district)[0].details == {kind: each.sha256 for kind, each in kept.items()}
    for document in kept.values():
        with document.file.open("rb") as file:
            assert file.read(5) == b"%PDF-"


@pytest.mark.parametrize("paper", papers.PAPERS)
def test_a_paper_is_tagged_accessible_and_the_same_twice(cast: Cast, laid: Agreement, paper: str) -> None:
    pdf = papers.agreement_paper(laid, paper, now=cast.now)
    assert b"pdfuaid" in pdf
    assert b"/StructTreeRoot" in pdf
    assert papers.agreement_paper(laid, paper, now=cast.now + timedelta(hours=2)) == pdf
    assert papers.model_paper(paper, now=cast.now) != pdf


def test_a_vote_on_paper_of_its_own_needs_no_paper_of_ours(cast: Cast) -> None:
    draft = actions.start_agreement(agency_id=cast.fire_district.pk, actor=cast.fire, now=cast.now)
    _vote(cast, draft)
    assert not draft.papers.exists()


# --- votes ----------------------------------------------------------------------------------------------------
def test_a_vote_that_failed_is_kept_and_the_board_may_vote_again(cast: Cast, laid: Agreement) -> None:
    _fail(cast, laid, 2)
    laid.refresh_from_db()
    assert laid.status == AgreementStatus.BOARD_PENDING
    assert trail_of(cast.fire_district)[0].verb == "membership.board_vote_failed"
    _vote(cast, laid)
    assert [(vote.votes_for, vote.carried) for vote in laid.votes.order_by("pk")] == [(2, False), (3, True)]


def test_a_vote_that_carries_is_not_recorded_as_failed_nor_the_reverse(cast: Cast, laid: Agreement) -> None:
    with pytest.raises(Refused, match="carry it"):
        _fail(cast, laid, 3)
    with pytest.raises(Refused, match=r"not a majority.*GML 119-o\(1\)"):
        _vote(cast, laid, votes_for=2, votes_of=4)
    assert not laid.votes.exists()


@pytest.mark.parametrize("missing", ["votes_for", "votes_of"])
def test_a_vote_needs_both_its_numbers(cast: Cast, laid: Agreement, missing: str) -> None:
    with pytest.raises(Refused, match="Give both"):
        _vote(cast, laid, **{missing: None})


def test_the_database_itself_refuses_a_false_count(cast: Cast, laid: Agreement) -> None:
    _vote(cast, laid)
    for change in ({"votes_for": 2}, {"votes_for": 6}, {"votes_of": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            laid.votes.update(**change)


def test_an_agreement_never_counts_before_its_vote(cast: Cast, laid: Agreement) -> None:
    with pytest.raises(Refused, match="before the board voted") as refused:
        _vote(cast, laid, voted_on=TODAY, starts_on=TODAY - timedelta(days=1))
    assert refused.value.field == "starts_on"
    _vote(cast, laid)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=laid.pk).update(starts_on=TODAY - timedelta(days=1))


# --- signed copies --------------------------------------------------------------------------------------------
def test_both_parties_copies_are_kept_beside_each_other(cast: Cast, laid: Agreement) -> None:
    _vote(cast, laid)
    for who, day in (("agency", TODAY - timedelta(days=2)), ("county", TODAY)):
        paper = actions.attach_signed_copy(
            agreement_id=laid.pk, name=f"{who}.pdf", content=who.encode(), content_type="application/pdf",
            signed_by=who, signed_on=day, actor=cast.fire, now=cast.now,
        )  # fmt: skip
        assert trail_of(cast.fire_district)[0].details["sha256"] == paper.document.sha256
    signed = laid.papers.filter(kind="signed").order_by("pk")
    assert [(each.signed_by, each.signed_on) for each in signed] == [
        ("agency", TODAY - timedelta(days=2)), ("county", TODAY),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"signed_by": "somebody"}, "signed_by"), ({"signed_on": TODAY + timedelta(days=1)}, "signed_on")],
)
def test_a_copy_says_who_signed_and_never_tomorrow(
    cast: Cast, laid: Agreement, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        actions.attach_signed_copy(
            agreement_id=laid.pk, name="a.pdf", content=b"a", content_type="application/pdf",
            actor=cast.fire, now=cast.now, **changes,
        )  # fmt: skip
    assert refused.value.field == field


# --- renewals -------------------------------------------------------------------------------------------------
def test_a_renewal_begins_on_the_day_the_present_term_ends(cast: Cast, running: Agreement) -> None:
    renewal = actions.start_renewal(agreement_id=running.pk, actor=cast.approver, now=cast.now)
    assert (renewal.renews, renewal.starts_on) == (running, running.ends_on)
    assert running.ends_on is not None
    _vote(cast, renewal, starts_on=running.ends_on, ends_on=running.ends_on + timedelta(days=365))
    days = [running.ends_on + timedelta(days=offset) for offset in (-1, 0, 364, 365)]
    assert [queries.has_agreement_in_force(cast.town, on=day) for day in days] == [True, True, True, False]
    actions.lapse_agreements(now=cast.now + timedelta(days=28))
    running.refresh_from_db()
    assert running.status == AgreementStatus.LAPSED
    assert [queries.has_agreement_in_force(cast.town, on=day) for day in days[1:3]] == [True, True]
    assert running.counted_on(TODAY)  # what it covered then, it still covered


def test_terms_never_overlap(cast: Cast, running: Agreement) -> None:
    renewal = actions.start_renewal(agreement_id=running.pk, actor=cast.approver, now=cast.now)
    with pytest.raises(Refused, match="no gap, no overlap") as refused:
        _vote(cast, renewal, starts_on=TODAY)
    assert refused.value.field == "starts_on"
    _vote(cast, renewal, starts_on=running.ends_on)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=renewal.pk).update(starts_on=TODAY)


def test_a_lapsed_agreement_is_renewed_from_its_boards_vote(cast: Cast, running: Agreement) -> None:
    later = cast.now + timedelta(days=60)
    actions.lapse_agreements(now=later)
    renewal = actions.start_renewal(agreement_id=running.pk, actor=cast.approver, now=later)
    assert renewal.starts_on is None
    today = timezone.localdate(later)
    _vote(cast, renewal, voted_on=today, starts_on=today, now=later)
    assert queries.has_agreement_in_force(cast.town, on=today)
    assert not queries.has_agreement_in_force(cast.town, on=today - timedelta(days=1))


def test_one_renewal_at_a_time_and_none_where_none_is_needed(cast: Cast, running: Agreement) -> None:
    actions.start_renewal(agreement_id=running.pk, actor=cast.approver, now=cast.now)
    with pytest.raises(Refused, match="another agreement that is draft"):
        actions.start_renewal(agreement_id=running.pk, actor=cast.buyer, now=cast.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.create(agency=cast.town)
    endless = make_agreement(make_agency(now=cast.now), status=AgreementStatus.ACTIVE, starts_on=TODAY)
    with pytest.raises(Refused, match="needs no renewal"):
        actions.start_renewal(agreement_id=endless.pk, actor=cast.buyer, now=cast.now)
    for outsider in (cast.requester, cast.school):
        with pytest.raises(Refused, match="agency's administrator"):
            actions.start_renewal(agreement_id=running.pk, actor=outsider, now=cast.now)


def test_the_term_is_proposed_while_it_is_a_draft(cast: Cast) -> None:
    draft = actions.start_agreement(agency_id=cast.fire_district.pk, actor=cast.fire, now=cast.now)
    facts: dict[str, Any] = {"agreement_id": draft.pk, "actor": cast.fire, "now": cast.now}
    with pytest.raises(Refused, match="must end after"):
        actions.set_term(starts_on=TODAY, ends_on=TODAY, **facts)
    actions.set_term(starts_on=TODAY, ends_on=TODAY + timedelta(days=365), **facts)
    actions.lay_before_board(agreement_id=draft.pk, actor=cast.fire, now=cast.now)
    with pytest.raises(Refused, match="The board has it already"):
        actions.set_term(starts_on=None, ends_on=None, **facts)


def test_an_ended_agreement_counts_up_to_the_day_it_was_ended(cast: Cast) -> None:
    agreement = cast.town.agreements.get()
    actions.end_agreement(agreement_id=agreement.pk, actor=cast.approver, now=cast.now)
    agreement.refresh_from_db()
    assert agreement.counted_on(TODAY - timedelta(days=1))
    assert not agreement.counted_on(TODAY)


# --- why nothing new ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "starts", "ends", "because"),
    [
        (None, None, None, "has no agreement in force. It can join nothing new"),
        (AgreementStatus.BOARD_PENDING, None, None, "lies before its board"),
        (AgreementStatus.ACTIVE, 10, None, "in force from December 3, 2026"),
        (AgreementStatus.ACTIVE, -90, 0, "lapsed on November 23, 2026. It keeps what it has."),
        (AgreementStatus.LAPSED, -90, -5, "lapsed on November 18, 2026"),
        (AgreementStatus.ENDED, -90, None, "was ended"),
        (AgreementStatus.ACTIVE, -90, 1, None),
    ],
)
def test_an_agency_is_told_why_it_can_join_nothing_new(
    cast: Cast, status: AgreementStatus | None, starts: int | None, ends: int | None, because: str | None
) -> None:
    agency = make_agency(now=cast.now)
    if status is not None:
        day = [TODAY + timedelta(days=each) if each is not None else None for each in (starts, ends)]
        make_agreement(agency, status=status, starts_on=day[0], ends_on=day[1])
    reason = queries.why_nothing_new(agency, on=TODAY)
    assert reason is None if because is None else because in str(reason)
    assert (reason is None) == queries.has_agreement_in_force(agency, on=TODAY)


def test_the_reasons_of_many_agencies_are_one_question(cast: Cast, django_assert_num_queries: Any) -> None:
    agencies = [make_agency(now=cast.now) for _ in range(20)] + [cast.town, cast.county]
    with django_assert_num_queries(1):
        reasons = queries.reasons_for_nothing_new(agencies, on=TODAY)
    assert set(reasons) == {each.pk for each in agencies[:20]}
