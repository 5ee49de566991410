"""From a frozen pool to the public site: who may do what, and what is refused."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.membership.models import Agency
from commonlot.process.pooling.models import PooledLine
from commonlot.process.requirements.models import Pool
from commonlot.process.requirements.states import PoolStatus
from commonlot.process.solicitation import actions
from commonlot.process.solicitation.actions.line import LineRefused, TypedLine
from commonlot.process.solicitation.models import Solicitation
from commonlot.process.solicitation.states import Status
from commonlot.records.access.models import Organisation, Seat
from commonlot.records.audit.queries import trail_of
from commonlot.records.legal.actions import approve_change, propose_change
from commonlot.records.legal.models import Rule, RuleChange
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories import pooling
from tests.factories import solicitation as make


@pytest.fixture
def pool(cast: Cast) -> Pool:
    """A frozen pool of paper."""
    return pooling.frozen_pool(cast)


@pytest.fixture
def draft(cast: Cast) -> Solicitation:
    """A draft with two lines of salt."""
    return make.solicitation(cast, status=Status.DRAFT)


@pytest.fixture
def reviewed(cast: Cast) -> Solicitation:
    """The same, in review."""
    return make.solicitation(cast, status=Status.IN_REVIEW)


def draft_from(pool: Pool, cast: Cast) -> Solicitation:
    return actions.draft_from_pool(pool_id=pool.pk, opening_place="Room 713", actor=cast.buyer, now=cast.now)


def test_a_frozen_pool_becomes_one_lot_with_a_line_for_every_pooled_line(cast: Cast, pool: Pool) -> None:
    made = draft_from(pool, cast)
    assert (made.status, made.title, made.number) == ("draft", pool.title, "RFB 26-001")
    asked = [(line.description, line.unit, line.quantity) for line in made.lines.all()]
    assert asked == [(p.name, p.base_unit, p.total) for p in pool.pooled_lines.all()]
    assert {line.lot for line in made.lines.all()} == {made.lots.get()}


def test_a_pool_is_bid_once(cast: Cast, pool: Pool) -> None:
    draft_from(pool, cast)
    with pytest.raises(Refused, match="RFB 26-001 was already drafted"):
        draft_from(pool, cast)


def test_a_pool_that_still_moves_is_not_bid(cast: Cast, pool: Pool) -> None:
    Pool.objects.filter(pk=pool.pk).update(status=PoolStatus.POOLING)
    with pytest.raises(Refused, match="Freeze the pool first"):
        draft_from(pool, cast)


def test_a_member_writes_no_solicitation(cast: Cast) -> None:
    with pytest.raises(Refused, match="Only a buyer"):
        actions.draft_solicitation(
            title="Salt", term_starts_on=date(2027, 1, 1), term_ends_on=date(2028, 1, 1), actor=cast.requester,
            now=cast.now,
        )  # fmt: skip


@pytest.fixture
def pooled(cast: Cast, pool: Pool) -> Solicitation:
    """A draft with one pooled line of 12,500 sheets."""
    need = pooling.lines_of(pool)[0]
    PooledLine.objects.filter(pool=pool).delete()
    pooling.pooled_line(pool, [(need, "12500")], base_unit="SHEET", name="Copy paper")
    return draft_from(pool, cast)


def test_the_unit_bid_on_turns_a_pooled_total_into_cartons(cast: Cast, pooled: Solicitation) -> None:
    line = pooled.lines.get()
    saved = actions.save_bid_line(
        solicitation_id=pooled.pk, line_id=line.pk, description=line.description, unit="carton of 5,000",
        base_per_unit=Decimal(5000), quantity=Decimal(99), actor=cast.buyer, now=cast.now,
    )  # fmt: skip
    saved.refresh_from_db()
    assert (saved.quantity, saved.base_per_unit) == (Decimal("2.5"), Decimal(5000))


def test_a_unit_that_does_not_come_out_changes_nothing(cast: Cast, pooled: Solicitation) -> None:
    line = pooled.lines.get()
    with pytest.raises(Refused, match="does not divide"):
        actions.save_bid_line(
            solicitation_id=pooled.pk, line_id=line.pk, description="x", unit="carton", base_per_unit=Decimal(7),
            actor=cast.buyer, now=cast.now,
        )  # fmt: skip
    line.refresh_from_db()
    assert (line.quantity, line.base_per_unit) == (Decimal(12500), Decimal(1))


def test_of_several_lines_all_are_kept_or_none(cast: Cast, draft: Solicitation) -> None:
    first, second = draft.lines.all()
    lines = [
        TypedLine("Salt, washed", "TON", Decimal(5), first.pk),
        TypedLine("Salt", "TON", Decimal(0), second.pk),
    ]
    with pytest.raises(LineRefused, match="above zero") as refused:
        actions.save_bid_lines(solicitation_id=draft.pk, lines=lines, actor=cast.buyer, now=cast.now)
    assert (refused.value.index, refused.value.field) == (1, "quantity")
    first.refresh_from_db()
    assert first.description == "Bulk road salt, north"


def test_lines_move_between_lots_and_can_be_taken_out(cast: Cast, draft: Solicitation) -> None:
    lot = actions.add_lot(solicitation_id=draft.pk, title="South", actor=cast.buyer, now=cast.now)
    first, second = draft.lines.all()
    actions.save_bid_line(
        solicitation_id=draft.pk, line_id=second.pk, lot_id=lot.pk, description="Salt, south", unit="TON",
        quantity=second.quantity, actor=cast.buyer, now=cast.now,
    )  # fmt: skip
    actions.remove_bid_line(line_id=first.pk, actor=cast.buyer, now=cast.now)
    assert [line.lot for line in draft.lines.all()] == [lot]
    assert [entry.verb for entry in trail_of(draft)[:2]] == [
        "solicitation.line_removed",
        "solicitation.line_changed",
    ]


FILE = b"line,description,quantity,unit,lot\n7,Liquid brine,96000,GAL,Liquids\n8,Sand,40,TON,\n"


def test_the_same_file_twice_changes_nothing(cast: Cast, draft: Solicitation) -> None:
    def upload() -> list[tuple[int, str, Decimal]]:
        actions.upload_lines(
            solicitation_id=draft.pk, name="lines.csv", content=FILE, actor=cast.buyer, now=cast.now
        )
        return [(line.pk, line.description, line.quantity) for line in draft.lines.all()]

    once = upload()
    assert len(once) == 4
    assert upload() == once
    assert [lot.title for lot in draft.lots.all()] == ["Road salt", "Liquids"]


@pytest.mark.needs_shared_data
def test_the_countys_own_bid_file_gives_its_sixteen_lines(cast: Cast, shared_data: Path) -> None:
    draft = make.solicitation(cast, status=Status.DRAFT, lines=())
    content = (shared_data / "purchasing" / "county-bid-ifb-6965.csv").read_bytes()
    actions.upload_lines(
        solicitation_id=draft.pk, name="bid.csv", content=content, actor=cast.buyer, now=cast.now
    )
    lines = list(draft.lines.all())
    assert [line.number for line in lines] == list(range(1, 17))
    assert (lines[0].description, lines[0].quantity, lines[0].unit) == (
        "10' Long (2013)",
        Decimal(1000),
        "EACH",
    )


def test_a_review_tells_the_purchasing_agent(cast: Cast, draft: Solicitation) -> None:
    actions.send_for_review(solicitation_id=draft.pk, actor=cast.buyer, now=cast.now)
    assert Message.objects.get().to == [cast.purchasing_agent.user.email]


@pytest.mark.parametrize(
    ("lines", "place", "why"), [((), "Room 713", "at least one line"), (make.SALT_LINES, "", "where")]
)
def test_what_cannot_be_bid_is_not_sent_for_review(
    cast: Cast, lines: tuple[tuple[str, str, str], ...], place: str, why: str
) -> None:
    draft = make.solicitation(cast, status=Status.DRAFT, lines=lines, opening_place=place)
    with pytest.raises(Refused, match=why):
        actions.send_for_review(solicitation_id=draft.pk, actor=cast.buyer, now=cast.now)


def publish(solicitation: Solicitation, cast: Cast, **changes: object) -> Solicitation:
    facts: dict[str, object] = {"bids_due_at": cast.now + timedelta(days=17), "actor": cast.purchasing_agent}
    return actions.publish_solicitation(solicitation_id=solicitation.pk, now=cast.now, **(facts | changes))  # type: ignore[arg-type]


def test_another_person_than_the_drafter_publishes(cast: Cast, reviewed: Solicitation) -> None:
    with pytest.raises(Refused, match="Only the purchasing agent"):
        publish(reviewed, cast, actor=cast.buyer)
    Solicitation.objects.filter(pk=reviewed.pk).update(drafted_by=cast.purchasing_agent)
    with pytest.raises(Refused, match="You wrote it"):
        publish(reviewed, cast)
    Solicitation.objects.filter(pk=reviewed.pk).update(drafted_by=cast.buyer)
    assert publish(reviewed, cast).status == "published"


@pytest.mark.parametrize(("days", "lawful"), [(17, True), (18, False)])
def test_the_rule_of_law_says_how_long_a_notice_stands(
    cast: Cast, reviewed: Solicitation, days: int, lawful: bool
) -> None:
    rule = Rule.objects.get(pack="NY", code="AD-1")
    today = timezone.localtime(cast.now).date()
    longer = replace(rule.as_text(), number=Decimal(days), effective_from=today)
    change = propose_change(
        pack="NY", base_id=rule.pk, kind=RuleChange.Kind.BEGINS, why="Made up.", actor=cast.buyer, now=cast.now,
        version=longer,
    )  # fmt: skip
    approve_change(change_id=change.pk, actor=cast.purchasing_agent, now=cast.now)
    if lawful:
        assert publish(reviewed, cast).status == "published"
    else:
        with pytest.raises(Refused, match="18 days after the notice"):
            publish(reviewed, cast)


def test_no_date_is_lawful_where_no_rule_says_so(cast: Cast, reviewed: Solicitation) -> None:
    Agency.objects.filter(organisation__kind=Organisation.Kind.LEAD_AGENCY).update(state="CT")
    with pytest.raises(Refused, match="Enter the rule first") as refused:
        publish(reviewed, cast)
    assert refused.value.field == "bids_due_at"


def test_a_draft_is_not_published_without_a_review(cast: Cast, draft: Solicitation) -> None:
    with pytest.raises(Refused, match="This is draft and cannot become published"):
        publish(draft, cast)


def test_a_deadline_before_the_lawful_day_is_refused(cast: Cast, reviewed: Solicitation) -> None:
    with pytest.raises(Refused, match="GML 103"):
        publish(reviewed, cast, bids_due_at=cast.now + timedelta(days=4))


def test_publishing_sends_the_pool_out_to_bid(cast: Cast, pool: Pool) -> None:
    made = draft_from(pool, cast)
    actions.send_for_review(solicitation_id=made.pk, actor=cast.buyer, now=cast.now)
    publish(made, cast)
    pool.refresh_from_db()
    assert pool.status == "out_to_bid"


def test_a_published_solicitation_is_not_changed(cast: Cast) -> None:
    published = make.solicitation(cast)
    with pytest.raises(Refused, match="not changed"):
        actions.add_lot(solicitation_id=published.pk, title="More", actor=cast.buyer, now=cast.now)


def test_it_closes_at_its_deadline_and_not_a_second_before(cast: Cast) -> None:
    published = make.solicitation(cast)
    due = published.bids_due_at
    assert due is not None
    with pytest.raises(Refused, match="Bids are taken until"):
        actions.close_solicitation(solicitation_id=published.pk, actor=None, now=due - timedelta(seconds=1))
    assert actions.close_solicitation(solicitation_id=published.pk, actor=None, now=due).status == "closed"


def test_the_clock_closes_what_is_due(cast: Cast) -> None:
    from commonlot.process.solicitation.jobs import close_due

    long_ago = cast.now - timedelta(days=400)
    due = make.solicitation(cast, published_at=long_ago, bids_due_at=long_ago + timedelta(days=10))
    far = make.solicitation(cast, bids_due_at=cast.now + timedelta(days=36_500))
    assert close_due(0) == 1
    due.refresh_from_db()
    far.refresh_from_db()
    assert (due.status, far.status) == ("closed", "published")


def test_only_the_purchasing_agent_cancels_what_was_published_and_says_why(cast: Cast) -> None:
    published = make.solicitation(cast)

    def cancel(actor: Seat, reason: str) -> Solicitation:
        return actions.cancel_solicitation(
            solicitation_id=published.pk, reason=reason, actor=actor, now=cast.now
        )

    with pytest.raises(Refused, match="Only the purchasing agent"):
        cancel(cast.buyer, "No money")
    with pytest.raises(Refused, match="Say why"):
        cancel(cast.purchasing_agent, " ")
    assert cancel(cast.purchasing_agent, "The need has gone.").cancelled_because == "The need has gone."


@pytest.mark.parametrize("end", ["cancelled", "all rejected"])
def test_a_pool_whose_solicitation_ended_can_be_bid_again(cast: Cast, pool: Pool, end: str) -> None:
    made = draft_from(pool, cast)
    actions.send_for_review(solicitation_id=made.pk, actor=cast.buyer, now=cast.now)
    publish(made, cast)
    if end == "cancelled":
        actions.cancel_solicitation(
            solicitation_id=made.pk, reason="No money", actor=cast.purchasing_agent, now=cast.now
        )
    else:
        Solicitation.objects.filter(pk=made.pk).update(status=Status.EVALUATED)
        actions.mark_all_rejected(solicitation_id=made.pk, actor=cast.buyer, now=cast.now)
    pool.refresh_from_db()
    assert pool.status == "frozen"
    assert draft_from(pool, cast).number == "RFB 26-002"


def test_the_database_itself_refuses_an_opening_before_the_deadline(cast: Cast) -> None:
    published = make.solicitation(cast)
    with pytest.raises(IntegrityError, match="solicitation_never_opened_early"), transaction.atomic():
        Solicitation.objects.filter(pk=published.pk).update(opened_at=cast.now)
