"""Buyers teach the program words; the next sorting reads them, and nothing is lost from the list."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import actions as pooling_actions
from commonlot.process.pooling.actions import words as actions
from commonlot.process.pooling.models import Match, MatchLine, PoolingRun, TradeWord
from commonlot.process.pooling.rules import words
from commonlot.process.requirements.models import Pool
from commonlot.process.requirements.queries import counting
from commonlot.records.access.models import Seat
from commonlot.records.audit.models import Entry
from tests.cast import Cast
from tests.factories import learnt, pooling, requirements

WHY = "The school types it in every order."


def add(cast: Cast, word: object = None, actor: Seat | None = None) -> TradeWord:
    return actions.add_word(
        word=word or learnt.abbreviation("CPY", "copy"), because=WHY, actor=actor or cast.buyer, now=cast.now  # type: ignore[arg-type]
    )  # fmt: skip


def sort(pool: Pool, cast: Cast) -> None:
    run = pooling_actions.run_pooling(pool_id=pool.pk, actor=cast.buyer, now=cast.now)
    pooling_actions.perform_run(run_id=run.pk, now=cast.now)


def test_a_buyer_adds_a_word_and_the_trail_says_so(cast: Cast) -> None:
    row = add(cast)
    assert (row.typed, row.key, row.means, row.because) == ("CPY", "cpy", "copy", WHY)
    assert (row.added_by, row.added_at) == (cast.buyer, cast.now)
    entry = Entry.objects.get(verb="pooling.word_added")
    assert entry.details == {"says": "CPY means copy"}


def test_only_a_buyer_of_the_lead_agency_teaches_words(cast: Cast) -> None:
    for actor in (cast.requester, cast.vendor, cast.school):
        with pytest.raises(Refused, match="Only a buyer of the lead agency"):
            add(cast, actor=actor)
    assert add(cast, actor=cast.purchasing_agent).pk


def test_a_word_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(Refused, match="where the word comes from"):
        actions.add_word(word=learnt.abbreviation("CPY", "copy"), because=" ", actor=cast.buyer, now=cast.now)


def test_a_refused_word_names_the_field_that_is_wrong(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        add(cast, learnt.abbreviation("CPR", "wht"))
    assert refusal.value.field == "means"


def test_a_word_is_taken_back_but_never_deleted_and_may_be_added_again(cast: Cast) -> None:
    row = add(cast)
    later = cast.now + timedelta(hours=1)
    actions.take_back_word(word_id=row.pk, because="It means copier.", actor=cast.second_buyer, now=later)
    row.refresh_from_db()
    assert (row.taken_back_by, row.taken_back_at) == (cast.second_buyer, later)
    assert row.taken_back_because == "It means copier."
    with pytest.raises(Refused, match="taken back already"):
        actions.take_back_word(word_id=row.pk, because="Again.", actor=cast.buyer, now=later)
    assert add(cast).pk != row.pk


@pytest.mark.parametrize("change", [{"means": "coping"}, {"because": "No reason."}])
def test_the_database_lets_nobody_edit_a_word(cast: Cast, change: dict[str, str]) -> None:
    row = learnt.word(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        TradeWord.objects.filter(pk=row.pk).update(**change)


def test_the_database_lets_nobody_delete_a_word(cast: Cast) -> None:
    row = learnt.word(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


def test_the_database_keeps_one_meaning_of_a_word_at_a_time(cast: Cast) -> None:
    learnt.word(cast)
    with pytest.raises(IntegrityError, match="a_word_means_one_thing_at_a_time"), transaction.atomic():
        learnt.word(cast, learnt.abbreviation("cpy", "copying"))


def test_a_unit_of_which_another_holds_so_many_is_not_taken_back(cast: Cast) -> None:
    bunk = add(cast, learnt.own_unit("BUNK", "bunk", "40", "RM"))
    add(cast, learnt.own_unit("STACK", "stack", "2", "BUNK"))
    with pytest.raises(Refused, match="“STACK” is said to hold so many of it"):
        actions.take_back_word(word_id=bunk.pk, because="Wrong.", actor=cast.buyer, now=cast.now)


def test_another_lead_agency_takes_nobodys_word_back(cast: Cast) -> None:
    row = learnt.word(cast, lead_agency=cast.town.organisation)
    with pytest.raises(Refused, match="another lead agency"):
        actions.take_back_word(word_id=row.pk, because="Wrong.", actor=cast.buyer, now=cast.now)


def test_the_next_sorting_counts_what_a_unit_holds_by_the_buyers_word(cast: Cast) -> None:
    needs = [
        (cast.town, "Tennis balls, yellow", "TB", "10", "4.00"),
        (cast.school_district, "Tennis balls, yellow, tube of 3", "TB", "8", "4.00"),
        (cast.fire_district, "Tennis balls, yellow", "EA", "6", "1.50"),
    ]
    pool = requirements.pool_with_needs(cast, needs=needs)
    town, school, _ = pooling.lines_of(pool)
    sort(pool, cast)
    assert MatchLine.objects.get(line=town).base_quantity is None
    add(cast, learnt.holding("TB", "12"))
    sort(pool, cast)
    assert MatchLine.objects.get(line=town).base_quantity == 120
    assert MatchLine.objects.get(line=school).base_quantity == 24


def test_the_next_sorting_reads_an_abbreviation_and_forgets_it_once_it_is_taken_back(cast: Cast) -> None:
    needs = [
        (cast.town, "Grass whip, serrated", "EA", "4", "21.50"),
        (cast.school_district, "GRWP, serrated", "EA", "1", "21.50"),
    ]
    pool = requirements.pool_with_needs(cast, needs=needs)
    sort(pool, cast)
    assert Match.objects.filter(pool=pool).count() == 2
    row = add(cast, learnt.abbreviation("GRWP", "grass whip"))
    sort(pool, cast)
    assert Match.objects.get(pool=pool).lines.count() == 2
    actions.take_back_word(word_id=row.pk, because="Wrong.", actor=cast.buyer, now=cast.now)
    sort(pool, cast)
    assert Match.objects.filter(pool=pool).count() == 2


def test_the_words_of_another_lead_agency_are_not_read(cast: Cast) -> None:
    learnt.word(cast, learnt.holding("TB", "12"), lead_agency=cast.town.organisation)
    pool = requirements.pool_with_needs(cast, needs=[
        (cast.town, "Tennis balls, yellow", "TB", "10", "4.00"),
        (cast.fire_district, "Tennis balls, yellow", "EA", "6", "1"),
    ])  # fmt: skip
    sort(pool, cast)
    assert MatchLine.objects.get(line=pooling.lines_of(pool)[0]).base_quantity != 120


def test_a_new_word_sorts_every_pool_on_the_desk_again(cast: Cast) -> None:
    pool, never_sorted = pooling.pool_of_paper(cast), pooling.pool_of_paper(cast)
    sort(pool, cast)
    add(cast)
    jobs = ProcrastinateJob.objects.filter(task_name="pooling.sort_again")
    assert [job.args["pool_id"] for job in jobs] == [pool.pk]
    assert jobs.get().lock == f"pooling-{pool.pk}"
    assert never_sorted.pooling_runs.count() == 0
    assert actions.sort_again(pool_id=pool.pk, seat_id=cast.buyer.pk, now=cast.now)
    assert PoolingRun.objects.filter(pool=pool).count() == 2


def test_words_added_one_after_another_are_all_read_by_the_sorting_that_waits(cast: Cast) -> None:
    pool = pooling.pool_of_paper(cast)
    sort(pool, cast)
    add(cast)
    add(cast, learnt.abbreviation("GRWP", "grass whip"))
    assert actions.sort_again(pool_id=pool.pk, seat_id=cast.buyer.pk, now=cast.now)
    assert not actions.sort_again(pool_id=pool.pk, seat_id=cast.buyer.pk, now=cast.now)
    assert PoolingRun.objects.filter(pool=pool, finished_at=None).count() == 1


def test_the_survey_reads_lines_with_the_words_of_its_county(cast: Cast) -> None:
    part = requirements.part(requirements.pool(cast.buyer, cast.now), cast.town, cast.now)
    line = requirements.line(part, cast.now, description="Nitrile gloves", unit="BX", quantity=Decimal(4))
    before = counting.lines_come_to(part.pool, [line])[line.pk]
    assert (before.said, before.question) == ("", "How many gloves are in your box?")
    add(cast, words.Word(words.HOLDING, "BX", holds=Decimal(200), holds_unit="EA"))
    assert counting.lines_come_to(part.pool, [line])[line.pk].said == "800 gloves"
