"""Beginning from last year, proofs of prices, reminders, and answers that are given on the telephone."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from commonlot.kernel.errors import Refused
from commonlot.process.membership.models import Agreement
from commonlot.process.requirements import actions
from commonlot.process.requirements.actions import Ordered, Stated
from commonlot.process.requirements.models import NeedsReminder, Participation, Pool, SpokenAnswer
from commonlot.process.requirements.queries import board, last_year
from commonlot.process.requirements.rules import Need
from commonlot.process.requirements.states import ParticipationStatus, PoolStatus
from commonlot.records.access.models import Seat
from commonlot.records.documents.access import read as read_document
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories import requirements as make

PDF = b"%PDF-1.4 an invoice"
SALT = Need("Road salt, bulk", "TON", Decimal(40), Decimal("61.50"))


@pytest.fixture
def pool(cast: Cast) -> Pool:
    return make.pool(cast.buyer, cast.now)


@pytest.fixture
def part(cast: Cast, pool: Pool) -> Participation:
    return make.part(pool, cast.town, cast.now)


@pytest.fixture
def last(cast: Cast) -> Participation:
    """Last winter's part of the town: 30 tons of salt, and sand that it may not need again."""
    pool = make.pool(cast.buyer, cast.now, status=PoolStatus.AWARDED, title="Road salt 2026",
                     term_starts_on=date(2026, 4, 1), term_ends_on=date(2027, 4, 1))  # fmt: skip
    part = make.part(pool, cast.town, cast.now, status=ParticipationStatus.ACCEPTED)
    make.line(part, cast.now, quantity=Decimal(30), site=make.site(cast.town), tolerance=Decimal(4))
    make.line(part, cast.now, description="Washed sand", quantity=Decimal(12), price_paid=None)
    return part


def ordered(cast: Cast, last: Participation, *, unit: str = "TON", tied: bool = True) -> None:
    line = last.lines.get(unit="TON", quantity=30)
    row = Ordered(
        agency_id=cast.town.pk, source_key="1:1:TON", source="Contract 26-0412, line 1", commodity="Road salt",
        line_id=line.pk if tied else None, description="Bulk road salt", unit=unit, quantity=Decimal("33.5"),
        unit_price=Decimal("71.90"), first_on=date(2026, 5, 1), last_on=date(2026, 11, 1),
    )  # fmt: skip
    actions.note_ordered(rows=[row], now=cast.now)


def start(cast: Cast, part: Participation, keys: list[str] | None = None, by: Seat | None = None) -> int:
    lines = actions.start_from_last_year(
        participation_id=part.pk, keys=keys, actor=by or cast.requester, now=cast.now
    )
    return len(lines)


# --- last year ----------------------------------------------------------------------------------------------
def test_this_years_lines_begin_from_last_years(cast: Cast, part: Participation, last: Participation) -> None:
    ordered(cast, last)
    assert start(cast, part) == 2
    salt = part.lines.get(unit="TON", quantity=30)
    assert (salt.site, salt.tolerance, salt.began_from) == (
        cast.town.sites.get(),
        Decimal(4),
        last.lines.get(quantity=30),
    )
    assert {change.how for change in part.changes.all()} == {"last_year"}
    assert "P-27" in part.changes.earliest("pk").why


def test_the_price_of_last_years_orders_is_the_price_paid_now(
    cast: Cast, part: Participation, last: Participation
) -> None:
    ordered(cast, last)
    start(cast, part)
    salt = part.lines.get(quantity=30)
    assert (salt.price_paid, salt.price_proof) == (Decimal("71.90"), "Contract 26-0412, line 1")


def test_a_price_for_another_unit_is_never_taken(
    cast: Cast, part: Participation, last: Participation
) -> None:
    ordered(cast, last, unit="truckload")
    start(cast, part)
    assert part.lines.get(quantity=30).price_paid is None


def test_a_price_from_before_the_contract_is_not_the_price_paid_now(
    cast: Cast, part: Participation, last: Participation
) -> None:
    start(cast, part)
    assert part.lines.get(quantity=30).price_paid is None


def test_one_line_of_last_year_can_be_taken_and_none_twice(
    cast: Cast, part: Participation, last: Participation
) -> None:
    key = f"need-{last.lines.get(quantity=12).pk}"
    assert start(cast, part, [key]) == 1
    assert [line.description for line in part.lines.all()] == ["Washed sand"]
    with pytest.raises(Refused, match="nothing of last year that is not here"):
        start(cast, part, [key])
    assert start(cast, part) == 1


def test_what_was_typed_already_is_not_begun_again(
    cast: Cast, part: Participation, last: Participation
) -> None:
    make.line(part, cast.now, description="ROAD SALT, bulk,  delivered", quantity=Decimal(44))
    assert [each.description for each in last_year.not_yet_here(part)] == ["Washed sand"]
    [beside] = last_year.beside(part.lines.all(), last_year.of_last_year(part)).values()
    assert beside.quantity == 30


def test_orders_without_a_stated_need_are_offered_too(
    cast: Cast, part: Participation, last: Participation
) -> None:
    ordered(cast, last, tied=False)
    assert start(cast, part) == 3
    assert part.lines.get(description="Bulk road salt").quantity == Decimal("33.5")


def test_another_agency_starts_nothing_from_ours(
    cast: Cast, part: Participation, last: Participation
) -> None:
    with pytest.raises(Refused, match="Only a requester of Town of Rye Hill"):
        start(cast, part, by=cast.school)
    theirs = make.part(part.pool, cast.school_district, cast.now)
    assert last_year.not_yet_here(theirs) == []


def test_what_was_ordered_is_counted_anew_and_not_twice(cast: Cast, last: Participation) -> None:
    ordered(cast, last)
    ordered(cast, last)
    assert cast.town.ordered_before.get().quantity == Decimal("33.5")


# --- the proof of a price -----------------------------------------------------------------------------------
def attach(cast: Cast, part: Participation, content: bytes = PDF, by: Seat | None = None) -> Participation:
    actions.attach_proof(
        line_id=part.lines.get().pk,
        name="invoice.pdf",
        content=content,
        actor=by or cast.requester,
        now=cast.now,
    )
    return part


def test_an_invoice_is_kept_beside_the_price(cast: Cast, part: Participation) -> None:
    line = make.line(part, cast.now)
    attach(cast, attach(cast, part))
    line.refresh_from_db()
    assert line.price_document is not None
    assert line.price_document.content_type == "application/pdf"
    assert read_document.allows(cast.buyer, line.price_document, now=cast.now)
    assert not read_document.allows(cast.school, line.price_document, now=cast.now)
    assert not read_document.allows(cast.vendor, line.price_document, now=cast.now)


def test_what_is_neither_pdf_nor_picture_is_no_proof(cast: Cast, part: Participation) -> None:
    make.line(part, cast.now)
    with pytest.raises(Refused, match="not a PDF, PNG or JPEG") as refused:
        attach(cast, part, b"MZ a program")
    assert refused.value.field == "proof"


def test_only_who_may_state_needs_attaches_a_proof(cast: Cast, part: Participation) -> None:
    make.line(part, cast.now)
    for who in (cast.school, cast.buyer):
        with pytest.raises(Refused):
            attach(cast, part, by=who)
    attach(cast, part)
    line = actions.detach_proof(line_id=part.lines.get().pk, actor=cast.requester, now=cast.now)
    assert line.price_document is None


# --- reminders ----------------------------------------------------------------------------------------------
def days_before(pool: Pool, days: int) -> datetime:
    return pool.needs_due_at - timedelta(days=days)


def test_those_that_have_not_answered_are_reminded_once_for_each_mark(cast: Cast) -> None:
    pool = make.pool(cast.buyer, cast.now, needs_due_at=cast.now + timedelta(days=20), opened_at=cast.now)
    make.part(pool, cast.town, cast.now)
    make.part(pool, cast.school_district, cast.now, status=ParticipationStatus.SUBMITTED)
    sent = {
        days: [actions.remind_before_deadlines(now=days_before(pool, days)) for _ in range(2)]
        for days in (16, 14, 13, 5, 4, 1)
    }
    assert sent == {16: [0, 0], 14: [1, 0], 13: [0, 0], 5: [1, 0], 4: [0, 0], 1: [1, 0]}
    assert {each.to[0] for each in Message.objects.all()} == {"dana.okafor@example.org"}
    assert "nothing needed" in Message.objects.earliest("pk").text
    assert actions.remind_before_deadlines(now=pool.needs_due_at) == 0


def test_who_was_only_just_told_is_not_reminded_at_once(cast: Cast) -> None:
    pool = make.pool(cast.buyer, cast.now, needs_due_at=cast.now + timedelta(days=10), opened_at=cast.now)
    make.part(pool, cast.town, cast.now)
    assert actions.remind_before_deadlines(now=cast.now + timedelta(days=1)) == 0
    assert actions.remind_before_deadlines(now=days_before(pool, 5)) == 1


def test_a_new_deadline_is_reminded_of_anew(cast: Cast) -> None:
    pool = make.pool(cast.buyer, cast.now, needs_due_at=cast.now + timedelta(days=20), opened_at=cast.now)
    make.part(pool, cast.town, cast.now)
    assert actions.remind_before_deadlines(now=days_before(pool, 5)) == 1
    later = pool.needs_due_at + timedelta(days=30)
    actions.move_deadline(pool_id=pool.pk, needs_due_at=later, actor=cast.buyer, now=days_before(pool, 4))
    assert actions.remind_before_deadlines(now=later - timedelta(days=5)) == 1


def test_a_buyer_reminds_by_hand_but_nobody_twice_a_day(cast: Cast, pool: Pool, part: Participation) -> None:
    assert actions.remind_agencies(pool_id=pool.pk, actor=cast.buyer, now=cast.now) == 1
    with pytest.raises(Refused, match="within the last day"):
        actions.remind_agencies(pool_id=pool.pk, actor=cast.buyer, now=cast.now + timedelta(hours=23))
    assert actions.remind_agencies(pool_id=pool.pk, actor=cast.buyer, now=cast.now + timedelta(hours=24)) == 1
    assert NeedsReminder.objects.filter(days=None, sent_by=cast.buyer).count() == 2
    with pytest.raises(Refused, match="Only a buyer"):
        actions.remind_agencies(pool_id=pool.pk, actor=cast.requester, now=cast.now)


def test_nobody_is_reminded_once_all_have_answered(cast: Cast, pool: Pool) -> None:
    make.part(pool, cast.town, cast.now, status=ParticipationStatus.DECLINED)
    with pytest.raises(Refused, match="Every invited agency has answered"):
        actions.remind_agencies(pool_id=pool.pk, actor=cast.buyer, now=cast.now)


# --- the board ----------------------------------------------------------------------------------------------
def test_the_board_counts_who_has_answered_and_puts_who_owes_first(cast: Cast, pool: Pool) -> None:
    make.line(make.part(pool, cast.town, cast.now, status=ParticipationStatus.SUBMITTED), cast.now)
    make.part(pool, cast.school_district, cast.now, status=ParticipationStatus.SUBMITTED, nothing_needed=True)
    make.part(pool, cast.fire_district, cast.now, status=ParticipationStatus.INVITED)
    make.part(pool, cast.county, cast.now, status=ParticipationStatus.DECLINED)
    found = board.board_of(pool)
    assert (found.answered, found.with_needs, found.nothing, found.declined) == (3, 1, 1, 1)
    assert (found.silent, found.working, len(found.rows)) == (1, 0, 4)
    assert found.rows[0].agency == cast.fire_district


def test_the_board_asks_the_database_once(cast: Cast, pool: Pool, django_assert_num_queries: object) -> None:
    for agency in (cast.town, cast.school_district, cast.fire_district):
        make.line(make.part(pool, agency, cast.now), cast.now)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(board.board_of(pool).rows) == 3


# --- on the telephone ---------------------------------------------------------------------------------------
def call(cast: Cast, part: Participation, by: Seat | None = None, **changes: object) -> SpokenAnswer:
    facts = {"said_by": "Dana Okafor, highway clerk", "said_at": cast.now - timedelta(hours=1),
             "rows": [Stated(None, SALT)]}  # fmt: skip
    return actions.write_down_answer(
        participation_id=part.pk,
        actor=by or cast.buyer,
        now=cast.now,
        **(facts | changes),  # type: ignore[arg-type]
    )


def test_a_buyer_writes_down_what_an_agency_says_and_the_agency_is_told(cast: Cast, pool: Pool) -> None:
    part = make.part(pool, cast.town, cast.now, status=ParticipationStatus.INVITED)
    answer = call(cast, part)
    part.refresh_from_db()
    assert (part.status, part.lines.get().status) == ("submitted", "submitted")
    assert (answer.said_by, answer.taken_by) == ("Dana Okafor, highway clerk", cast.buyer)
    mail = Message.objects.get()
    assert "t-022@example.org" in mail.to
    assert "- 40 TON: Road salt, bulk, paid now 61.5 dollars each" in mail.text
    assert f"/requirements/answers/{answer.pk}/" in mail.text
    change = part.changes.get()
    assert (change.how, change.by) == ("spoken", cast.buyer)
    assert "Said by Dana Okafor" in change.why


def test_what_a_box_holds_is_in_the_mail_about_the_call(cast: Cast, part: Participation) -> None:
    gloves = Need("Gloves", "box", Decimal(130), unit_holds=Decimal(100), unit_holds_of="EA")
    call(cast, part, rows=[Stated(None, gloves)])
    assert "- 130 box of 100 pieces: Gloves" in Message.objects.get().text


def test_nothing_needed_can_be_said_on_the_telephone(cast: Cast, part: Participation) -> None:
    call(cast, part, rows=[], nothing_needed=True)
    part.refresh_from_db()
    assert (part.status, part.nothing_needed) == ("submitted", True)
    assert "Nothing is needed." in Message.objects.get().text


def test_a_call_names_who_spoke_and_lies_in_the_past(cast: Cast, part: Participation) -> None:
    with pytest.raises(Refused, match="Say who called"):
        call(cast, part, said_by="  ")
    with pytest.raises(Refused, match="cannot lie ahead"):
        call(cast, part, said_at=cast.now + timedelta(minutes=1))
    with pytest.raises(Refused, match="not stated a need yet"):
        call(cast, part, rows=[])
    part.refresh_from_db()
    assert (part.status, part.lines.count()) == ("joined", 0)


def test_nobody_but_a_buyer_speaks_for_an_agency_and_not_after_the_deadline(
    cast: Cast, part: Participation
) -> None:
    for who in (cast.requester, cast.school, cast.vendor):
        with pytest.raises(Refused, match="Only a buyer"):
            call(cast, part, by=who)
    Pool.objects.filter(pk=part.pool_id).update(needs_due_at=cast.now)
    with pytest.raises(Refused, match="deadline for needs passed"):
        call(cast, part)


def test_an_agency_whose_agreement_lapsed_joins_nothing_on_the_telephone(cast: Cast, pool: Pool) -> None:
    part = make.part(pool, cast.town, cast.now, status=ParticipationStatus.INVITED)
    Agreement.objects.filter(agency=cast.town).update(ends_on=date(2026, 6, 1), status="lapsed")
    with pytest.raises(Refused):
        call(cast, part)
    assert not SpokenAnswer.objects.exists()


def test_an_objection_opens_the_needs_again_and_tells_the_buyer(cast: Cast, part: Participation) -> None:
    answer = call(cast, part)
    for who in (cast.buyer, cast.school, cast.receiver):
        with pytest.raises(Refused, match="Only Town of Rye Hill itself"):
            actions.object_to_answer(answer_id=answer.pk, reason="No", actor=who, now=cast.now)
    actions.object_to_answer(
        answer_id=answer.pk, reason="We said 14, not 40.", actor=cast.requester, now=cast.now
    )
    part.refresh_from_db()
    assert (part.status, part.lines.get().status) == ("joined", "draft")
    told = Message.objects.get(to=[cast.buyer.user.email])
    assert "We said 14, not 40." in told.text
    with pytest.raises(Refused, match="objected already"):
        actions.object_to_answer(answer_id=answer.pk, reason="Again", actor=cast.requester, now=cast.now)


def test_an_objection_after_the_deadline_is_kept_and_changes_no_need(cast: Cast, part: Participation) -> None:
    answer = call(cast, part)
    Pool.objects.filter(pk=part.pool_id).update(status=PoolStatus.POOLING)
    actions.object_to_answer(answer_id=answer.pk, reason="We said 14.", actor=cast.requester, now=cast.now)
    part.refresh_from_db()
    answer.refresh_from_db()
    assert (part.status, answer.objection) == ("submitted", "We said 14.")
