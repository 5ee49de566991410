"""What buyers and agencies may do with pools and needs, and what they may not."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from commonlot.kernel.errors import Refused
from commonlot.process.requirements import actions, queries
from commonlot.process.requirements.actions import RowsRefused, Stated
from commonlot.process.requirements.models import Participation, Pool
from commonlot.process.requirements.rules import Need
from commonlot.process.requirements.states import ParticipationStatus, PoolStatus
from commonlot.process.requirements.verbs import VERBS
from commonlot.records.audit.queries import trail_of
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories import requirements as make

PLAN: dict[str, Any] = {
    "title": "Road salt 2027",
    "commodity": "Road salt",
    "description": "Bulk, delivered.",
    "term_starts_on": date(2027, 4, 1),
    "term_ends_on": date(2028, 4, 1),
}


@pytest.fixture
def pool(cast: Cast) -> Pool:
    return make.pool(cast.buyer, cast.now)


@pytest.fixture
def part(cast: Cast, pool: Pool) -> Participation:
    return make.part(pool, cast.town, cast.now)


def plan(cast: Cast) -> Pool:
    return actions.plan_pool(
        **PLAN, needs_due_at=cast.now + timedelta(days=9), actor=cast.buyer, now=cast.now
    )


def salt(quantity: str = "40") -> dict[str, Any]:
    return {"description": "Road salt", "unit": "TON", "quantity": Decimal(quantity)}


# --- the pool -------------------------------------------------------------------------------------------------
def test_a_buyer_plans_pools_under_running_numbers(cast: Cast) -> None:
    assert [plan(cast).number, plan(cast).number] == ["P-27-01", "P-27-02"]
    with pytest.raises(Refused, match="buyer of the lead agency"):
        actions.plan_pool(
            **PLAN, needs_due_at=cast.now + timedelta(days=9), actor=cast.requester, now=cast.now
        )


def test_a_deadline_in_the_past_is_no_deadline(cast: Cast) -> None:
    with pytest.raises(Refused, match="lie ahead") as refused:
        actions.plan_pool(**PLAN, needs_due_at=cast.now, actor=cast.buyer, now=cast.now)
    assert refused.value.field == "needs_due_at"


def test_only_agencies_with_an_agreement_in_force_are_invited(cast: Cast) -> None:
    pool = plan(cast)
    invited = actions.invite_agencies(
        pool_id=pool.pk, agency_ids=[cast.town.pk, cast.county.pk], actor=cast.buyer, now=cast.now
    )
    assert len(invited) == 2
    with pytest.raises(Refused, match="Millbrook Fire District has no agreement in force"):
        actions.invite_agencies(
            pool_id=pool.pk, agency_ids=[cast.school_district.pk, cast.fire_district.pk],
            actor=cast.buyer, now=cast.now,
        )  # fmt: skip
    assert pool.participations.count() == 2


def test_inviting_the_same_agency_twice_invites_it_once(cast: Cast, pool: Pool) -> None:
    for _ in range(2):
        actions.invite_agencies(pool_id=pool.pk, agency_ids=[cast.town.pk], actor=cast.buyer, now=cast.now)
    assert pool.participations.count() == 1
    assert Message.objects.count() == 1


def test_opening_a_pool_tells_every_invited_agency(cast: Cast) -> None:
    pool = plan(cast)
    both = [cast.town.pk, cast.school_district.pk]
    actions.invite_agencies(pool_id=pool.pk, agency_ids=both, actor=cast.buyer, now=cast.now)
    assert not Message.objects.exists()
    actions.open_pool(pool_id=pool.pk, actor=cast.buyer, now=cast.now)
    written = {tuple(message.to) for message in Message.objects.all()}
    assert ("dana.okafor@example.org", "ruth.castellano@example.org", "t-022@example.org") in written
    assert len(written) == 2
    with pytest.raises(Refused, match="Only a planned pool"):
        actions.open_pool(pool_id=pool.pk, actor=cast.buyer, now=cast.now)


def test_an_agency_does_not_see_a_pool_before_it_is_open(cast: Cast) -> None:
    pool = plan(cast)
    actions.invite_agencies(pool_id=pool.pk, agency_ids=[cast.town.pk], actor=cast.buyer, now=cast.now)
    assert not Pool.objects.visible_to(cast.requester).exists()
    assert not Participation.objects.visible_to(cast.requester).exists()
    actions.open_pool(pool_id=pool.pk, actor=cast.buyer, now=cast.now)
    assert Pool.objects.visible_to(cast.requester).get() == pool
    assert not Participation.objects.visible_to(cast.school).exists()
    assert not Pool.objects.visible_to(cast.vendor).exists()


def test_moving_the_deadline_reopens_a_pool_for_late_agencies(cast: Cast, part: Participation) -> None:
    late = part.pool.needs_due_at
    with pytest.raises(Refused, match="deadline for needs passed"):
        actions.save_line(participation_id=part.pk, **salt(), actor=cast.requester, now=late)
    actions.move_deadline(
        pool_id=part.pool_id, needs_due_at=late + timedelta(days=2), actor=cast.buyer, now=late
    )
    actions.save_line(participation_id=part.pk, **salt(), actor=cast.requester, now=late)
    assert part.lines.count() == 1


def test_cancelling_needs_a_reason_and_tells_the_agencies(cast: Cast, part: Participation) -> None:
    with pytest.raises(Refused, match="Say why"):
        actions.cancel_pool(pool_id=part.pool_id, reason=" ", actor=cast.buyer, now=cast.now)
    actions.cancel_pool(pool_id=part.pool_id, reason="The State bids it now.", actor=cast.buyer, now=cast.now)
    assert "The State bids it now." in Message.objects.get().text
    with pytest.raises(Refused, match="This pool is over"):
        actions.cancel_pool(pool_id=part.pool_id, reason="Again", actor=cast.buyer, now=cast.now)


# --- an agency's part -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["school", "vendor", "buyer", "receiver"])
def test_nobody_else_answers_for_an_agency(cast: Cast, pool: Pool, who: str) -> None:
    invited = make.part(pool, cast.town, cast.now, status=ParticipationStatus.INVITED)
    with pytest.raises(Refused, match="Only a requester of Town of Rye Hill"):
        actions.join_pool(participation_id=invited.pk, actor=getattr(cast, who), now=cast.now)
    assert (
        actions.join_pool(participation_id=invited.pk, actor=cast.requester, now=cast.now).status == "joined"
    )


def test_an_agency_that_declined_may_change_its_mind_until_the_deadline(cast: Cast, pool: Pool) -> None:
    invited = make.part(pool, cast.town, cast.now, status=ParticipationStatus.INVITED)
    actions.decline_pool(participation_id=invited.pk, actor=cast.requester, now=cast.now)
    with pytest.raises(Refused, match="deadline for needs passed"):
        actions.join_pool(participation_id=invited.pk, actor=cast.requester, now=pool.needs_due_at)
    actions.join_pool(
        participation_id=invited.pk, actor=cast.requester, now=pool.needs_due_at - timedelta(seconds=1)
    )


def test_nobody_states_needs_before_joining(cast: Cast, pool: Pool) -> None:
    invited = make.part(pool, cast.town, cast.now, status=ParticipationStatus.INVITED)
    with pytest.raises(Refused, match="Join the pool first"):
        actions.save_line(participation_id=invited.pk, **salt(), actor=cast.requester, now=cast.now)


def test_needs_are_sent_in_time_or_not_at_all(cast: Cast, part: Participation) -> None:
    make.line(part, cast.now)
    with pytest.raises(Refused, match="deadline for needs passed"):
        actions.submit_needs(participation_id=part.pk, actor=cast.requester, now=part.pool.needs_due_at)
    just_in_time = part.pool.needs_due_at - timedelta(seconds=1)
    sent = actions.submit_needs(participation_id=part.pk, actor=cast.requester, now=just_in_time)
    assert (sent.status, sent.submitted_at) == ("submitted", just_in_time)
    assert set(part.lines.values_list("status", flat=True)) == {"submitted"}
    assert "1 line" in Message.objects.get().text


def test_nothing_needed_is_an_answer(cast: Cast, part: Participation) -> None:
    with pytest.raises(Refused, match="not stated a need"):
        actions.submit_needs(participation_id=part.pk, actor=cast.requester, now=cast.now)
    sent = actions.submit_needs(
        participation_id=part.pk, nothing_needed=True, actor=cast.requester, now=cast.now
    )
    assert sent.nothing_needed


def test_sent_needs_change_only_after_they_are_taken_back(cast: Cast, part: Participation) -> None:
    line = make.line(part, cast.now)
    actions.submit_needs(participation_id=part.pk, actor=cast.requester, now=cast.now)
    with pytest.raises(Refused, match="Take them back"):
        actions.remove_line(line_id=line.pk, actor=cast.requester, now=cast.now)
    actions.reopen_needs(participation_id=part.pk, actor=cast.requester, now=cast.now)
    actions.remove_line(line_id=line.pk, actor=cast.requester, now=cast.now)
    assert not part.lines.exists()


def test_a_buyer_returns_needs_with_words_and_accepts_them_the_second_time(
    cast: Cast, part: Participation
) -> None:
    line = make.line(part, cast.now)
    actions.submit_needs(participation_id=part.pk, actor=cast.requester, now=cast.now)
    with pytest.raises(Refused, match="Only a buyer"):
        actions.accept_needs(participation_id=part.pk, actor=cast.requester, now=cast.now)
    with pytest.raises(Refused, match="Say what"):
        actions.return_needs(participation_id=part.pk, reason="", actor=cast.buyer, now=cast.now)
    actions.return_needs(participation_id=part.pk, reason="Tons or bags?", actor=cast.buyer, now=cast.now)
    line.refresh_from_db()
    assert line.status == "returned"
    actions.submit_needs(participation_id=part.pk, actor=cast.requester, now=cast.now)
    actions.accept_needs(participation_id=part.pk, actor=cast.buyer, now=cast.now)
    line.refresh_from_db()
    assert line.status == "accepted"
    with pytest.raises(Refused, match="no needs waiting"):
        actions.accept_needs(participation_id=part.pk, actor=cast.buyer, now=cast.now)


# --- lines ----------------------------------------------------------------------------------------------------
def test_a_grid_is_saved_whole_or_not_at_all(cast: Cast, part: Participation) -> None:
    line = make.line(part, cast.now)
    good = Stated(line.pk, Need("Road salt, treated", "TON", Decimal(55)))
    bad = Stated(None, Need("Sand", "", Decimal(0)))
    with pytest.raises(RowsRefused) as refused:
        actions.save_lines(participation_id=part.pk, rows=[good, bad], actor=cast.requester, now=cast.now)
    assert set(refused.value.rows[1]) == {"unit", "quantity"}
    line.refresh_from_db()
    assert line.quantity == 40
    actions.save_lines(participation_id=part.pk, rows=[good], actor=cast.requester, now=cast.now)
    line.refresh_from_db()
    assert (line.quantity, line.description) == (Decimal(55), "Road salt, treated")


def test_an_agency_delivers_only_to_its_own_sites(cast: Cast, part: Participation) -> None:
    ours, theirs = make.site(cast.town), make.site(cast.school_district)
    line = actions.save_line(
        participation_id=part.pk, **salt(), site_id=ours.pk, actor=cast.requester, now=cast.now
    )
    assert line.site == ours
    with pytest.raises(Refused, match="your agency’s delivery sites"):
        actions.save_line(
            participation_id=part.pk, **salt(), site_id=theirs.pk, actor=cast.requester, now=cast.now
        )


def test_a_line_of_another_agency_is_never_changed(cast: Cast, pool: Pool, part: Participation) -> None:
    theirs = make.line(make.part(pool, cast.school_district, cast.now), cast.now)
    with pytest.raises(Refused, match="removed in the meantime"):
        actions.save_line(
            participation_id=part.pk, line_id=theirs.pk, **salt("1"), actor=cast.requester, now=cast.now
        )
    with pytest.raises(Refused, match="Only a requester of Pine Hollow"):
        actions.remove_line(line_id=theirs.pk, actor=cast.requester, now=cast.now)


def test_every_act_stands_in_the_trail_of_the_pool_or_the_part(cast: Cast, part: Participation) -> None:
    actions.save_line(participation_id=part.pk, **salt(), actor=cast.requester, now=cast.now)
    actions.submit_needs(participation_id=part.pk, actor=cast.requester, now=cast.now)
    assert [entry.verb for entry in trail_of(part)] == ["requirements.needs_sent", "requirements.line_saved"]
    assert [entry.verb for entry in trail_of(part.pool)] == ["requirements.needs_sent"]


# --- towards pooling ------------------------------------------------------------------------------------------
def test_pooling_starts_after_the_deadline_or_once_all_have_answered(cast: Cast, part: Participation) -> None:
    make.line(part, cast.now)
    make.part(part.pool, cast.school_district, cast.now, status=ParticipationStatus.DECLINED)

    def start(when: datetime = cast.now) -> Pool:
        return actions.start_pooling(pool_id=part.pool_id, actor=cast.buyer, now=when)

    with pytest.raises(Refused, match="1 agency has not answered"):
        start()
    with pytest.raises(Refused, match="No agency has sent"):
        start(part.pool.needs_due_at)
    actions.submit_needs(participation_id=part.pk, actor=cast.requester, now=cast.now)
    assert start().status == PoolStatus.POOLING
    assert [line.status for line in queries.lines_to_pool(part.pool)] == ["accepted"]


def test_a_need_that_is_asked_about_is_in_no_total_until_it_is_answered(
    cast: Cast, part: Participation
) -> None:
    make.line(part, cast.now)
    asked = make.line(part, cast.now, quantity=Decimal(-3), question="Do you need these?")
    actions.submit_needs(participation_id=part.pk, actor=cast.requester, now=cast.now)
    actions.start_pooling(pool_id=part.pool_id, actor=cast.buyer, now=cast.now)
    assert queries.lines_to_pool(part.pool).count() == 1
    assert queries.lines_asked_about(part.pool).get() == asked
    with pytest.raises(Refused, match="above zero"):
        actions.answer_question(line_id=asked.pk, actor=cast.buyer, now=cast.now)
    actions.answer_question(line_id=asked.pk, quantity=Decimal(3), actor=cast.buyer, now=cast.now)
    assert queries.lines_to_pool(part.pool).count() == 2
    assert not queries.lines_asked_about(part.pool).exists()


def test_a_frozen_pool_keeps_its_lines_and_its_moment(cast: Cast, part: Participation) -> None:
    pool = make.pool_with_needs(cast)
    actions.freeze_pool(pool_id=pool.pk, actor=cast.buyer, now=cast.now)
    actions.mark_out_to_bid(pool_id=pool.pk, actor=cast.purchasing_agent, now=cast.now + timedelta(days=1))
    actions.take_back_from_bid(pool_id=pool.pk, actor=cast.buyer, now=cast.now + timedelta(days=2))
    actions.mark_out_to_bid(pool_id=pool.pk, actor=cast.purchasing_agent, now=cast.now + timedelta(days=3))
    awarded = actions.mark_awarded(
        pool_id=pool.pk, actor=cast.purchasing_agent, now=cast.now + timedelta(days=4)
    )
    assert (awarded.status, awarded.frozen_at) == ("awarded", cast.now)
    assert {line.status for line in queries.lines_to_pool(pool)} == {"frozen"}


MOVES: list[tuple[Callable[..., Pool], str]] = [
    (actions.freeze_pool, PoolStatus.POOLING),
    (actions.mark_out_to_bid, PoolStatus.FROZEN),
    (actions.mark_awarded, PoolStatus.OUT_TO_BID),
    (actions.reopen_collecting, PoolStatus.POOLING),
]


@pytest.mark.parametrize(("act", "status"), MOVES)
def test_an_agency_never_moves_a_pool(cast: Cast, act: Callable[..., Pool], status: str) -> None:
    pool = make.pool_with_needs(cast, status=status)
    with pytest.raises(Refused, match="Only a buyer of the lead agency"):
        act(pool_id=pool.pk, actor=cast.requester, now=cast.now)
    act(pool_id=pool.pk, actor=cast.buyer, now=cast.now)


# --- sites ----------------------------------------------------------------------------------------------------
def test_an_agency_keeps_its_own_sites_each_name_once(cast: Cast) -> None:
    site = actions.add_site(agency_id=cast.town.pk, name="Town Hall", actor=cast.requester, now=cast.now)
    with pytest.raises(Refused, match="has a site named town hall already"):
        actions.add_site(agency_id=cast.town.pk, name="town hall", actor=cast.requester, now=cast.now)
    with pytest.raises(Refused, match="Only a requester"):
        actions.rename_site(site_id=site.pk, name="Ours", actor=cast.school, now=cast.now)
    actions.rename_site(site_id=site.pk, name="Old Town Hall", actor=cast.requester, now=cast.now)
    assert cast.town.sites.get().name == "Old Town Hall"


def test_every_act_has_words_for_the_trail() -> None:
    source = "".join(path.read_text() for path in Path(actions.__file__).parent.glob("*.py"))
    assert set(re.findall(r'"(requirements\.[a-z_]+)"', source)) - {"requirements.import"} <= set(VERBS) | {
        "requirements.import_needs"
    }
