"""A buyer orders a line in another pack that is stated; a county's own unit is called by its name."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import actions
from commonlot.process.pooling.actions.words import add_word, take_back_word
from commonlot.process.pooling.models import PooledLine, Share
from commonlot.process.pooling.papers import facts_of
from commonlot.process.pooling.queries import sheet as queries
from commonlot.process.pooling.queries.units import own_units
from commonlot.process.pooling.rules.packing import Choice, Pack
from commonlot.process.requirements.models import Pool
from commonlot.process.requirements.states import PoolStatus
from commonlot.records.access.models import Seat
from commonlot.records.audit.models import Entry
from tests.cast import Cast
from tests.factories import learnt, pooling, requirements
from tests.process.pooling.test_sheet import ClientFor, buyer, csv_rows, pool, sheet_of, text

__all__ = ["buyer", "pool"]
REAM, CARTON = Pack("RM", Decimal(500)), Pack("CT", Decimal(5000))
Chooses = Callable[..., PooledLine]


@pytest.fixture
def choose(cast: Cast, pool: Pool) -> Chooses:
    line = PooledLine.objects.get(pool=pool)

    def by(choice: Choice | None, actor: Seat | None = None) -> PooledLine:
        return actions.choose_pack(line_id=line.pk, choice=choice, actor=actor or cast.buyer, now=cast.now)

    return by


def shown(line: PooledLine) -> tuple[Pack | None, bool, int]:
    [found] = queries.with_shares([line])
    return found.pack, found.chosen, found.packed.packs


def test_the_buyer_orders_in_reams_what_most_stated_in_cartons(choose: Chooses, cast: Cast) -> None:
    line = choose(Choice(REAM))
    assert shown(line) == (REAM, True, 1765)
    assert line.total == 1765 * 500
    entry = Entry.objects.get(verb="pooling.pack_chosen")
    assert entry.details == {"before": "the usual pack", "after": "reams of 500 sheets"}
    assert (entry.seat, entry.at) == (cast.buyer, cast.now)


def test_as_it_is_counted_is_a_choice_too_and_the_usual_pack_comes_back(choose: Chooses) -> None:
    assert shown(choose(Choice(None))) == (None, True, 0)
    assert shown(choose(None)) == (CARTON, False, 176)
    assert [entry.details["after"] for entry in Entry.objects.filter(verb="pooling.pack_chosen").order_by("pk")] == [
        "as it is counted", "the usual pack",
    ]  # fmt: skip


def test_the_same_choice_again_leaves_no_trace(choose: Chooses) -> None:
    choose(Choice(REAM))
    choose(Choice(REAM))
    assert Entry.objects.filter(verb="pooling.pack_chosen").count() == 1


def test_a_pack_that_nobody_states_cannot_be_chosen(choose: Chooses) -> None:
    with pytest.raises(Refused, match="No agency states"):
        choose(Choice(Pack("RM", Decimal(480))))


def test_only_a_buyer_of_the_lead_agency_chooses_and_only_before_the_bid(
    choose: Chooses, cast: Cast, pool: Pool
) -> None:
    for actor in (cast.requester, cast.vendor):
        with pytest.raises(Refused, match="Only a buyer of the lead agency"):
            choose(Choice(REAM), actor)
    Pool.objects.filter(pk=pool.pk).update(status=PoolStatus.FROZEN, frozen_at=cast.now)
    choose(Choice(REAM))
    Pool.objects.filter(pk=pool.pk).update(status=PoolStatus.OUT_TO_BID)
    with pytest.raises(Refused, match="can no longer change"):
        choose(None)


def test_a_chosen_pack_that_no_line_states_any_more_is_not_used(choose: Chooses) -> None:
    line = choose(Choice(REAM))
    with transaction.atomic():
        share = Share.objects.get(pooled_line=line, line__unit="RM")
        PooledLine.objects.filter(pk=line.pk).update(total=line.total - share.base_quantity)
        share.delete()
    line.refresh_from_db()
    assert shown(line)[:2] == (CARTON, False)


def test_the_database_keeps_no_half_of_a_pack(choose: Chooses) -> None:
    line = choose(None)
    with pytest.raises(IntegrityError), transaction.atomic():
        PooledLine.objects.filter(pk=line.pk).update(pack_unit="RM")


def test_the_page_offers_the_packs_that_are_stated_and_keeps_the_choice(
    pool: Pool, buyer: Client, cast: Cast, client_for: ClientFor
) -> None:
    url = reverse("pooling:sheet", args=[pool.pk])
    line = PooledLine.objects.get(pool=pool)
    page = text(buyer.get(url))
    assert "Cartons of 5,000 sheets (usual)" in page
    assert 'value="CT|5,000"' not in page  # it is the usual one
    assert 'value="RM|500"' in page
    post = reverse("pooling:choose_pack", args=[line.pk])
    assert buyer.post(post, {"pack": "RM|500", "page": "1"})["Location"] == f"{url}?page=1#line-{line.pk}"
    page = text(buyer.get(url))
    assert "1,765 reams of 500 sheets" in page
    assert "chosen by a buyer" in page
    assert "chose the pack in which a line is ordered" in page
    assert "Choose one of the packs" in text(buyer.post(post, {"pack": "RM|499"}, follow=True))
    member = text(client_for(cast.fire).get(url))
    assert "1,765 reams of 500 sheets" in member
    assert "Another pack" not in member


def test_every_file_says_the_pack_and_that_it_was_chosen(
    pool: Pool, buyer: Client, choose: Chooses, cast: Cast
) -> None:
    assert {row["pack_is"] for row in csv_rows(sheet_of(pool, buyer, "csv"))} == {"the usual one"}
    choose(Choice(REAM))
    rows = csv_rows(sheet_of(pool, buyer, "csv"))
    assert {(row["pack"], row["pack_holds"], row["pack_is"]) for row in rows} == {
        ("RM", "500", "chosen by a buyer")
    }
    assert sum(int(row["packs"]) for row in rows) == 1765
    book = CalamineWorkbook.from_filelike(BytesIO(sheet_of(pool, buyer, "xlsx").content))
    head, line = book.get_sheet_by_name("Lines").to_python()
    told = dict(zip(head, line, strict=True))
    assert (told["pack"], told["packs"], told["pack_is"]) == ("RM", 1765, "chosen by a buyer")
    lines = [each for some in queries.in_pieces(pool) for each in some]
    paper: Any = facts_of(pool, lines, now=cast.now)
    assert [row["packs"] for row in paper["rows"]] == [["1,765 reams of 500 sheets", "chosen by a buyer"]]
    assert sheet_of(pool, buyer, "pdf").content.startswith(b"%PDF")


def test_a_countys_own_unit_is_called_by_its_name_on_sheet_desk_and_in_files(
    cast: Cast, client_for: ClientFor
) -> None:
    add_word(
        word=learnt.own_unit("BUNK", "salt bunker"), because="The sheds.", actor=cast.buyer, now=cast.now
    )
    needs = [
        (cast.town, "Rock salt", "BUNK", "3", "10"),
        (cast.school_district, "Rock salt", "BUNK", "2", "11"),
    ]
    pool = requirements.pool_with_needs(cast, needs=needs)
    with transaction.atomic():
        pooling.confirmed(pool, pooling.lines_of(pool), ["3", "2"], cast, base_unit="BUNK")
    buyer = client_for(cast.buyer)
    page = text(buyer.get(reverse("pooling:sheet", args=[pool.pk])))
    assert "salt bunkers" in page
    assert "in bunk" not in page
    desk = text(buyer.get(reverse("pooling:group", args=[pool.pk, pool.matches.get().pk])))
    assert "Counted in <b>salt bunkers</b>" in desk
    assert "5 salt bunkers" in text(buyer.get(reverse("pooling:groups", args=[pool.pk]) + "?show=confirmed"))
    assert {row["base_unit"] for row in csv_rows(sheet_of(pool, buyer, "csv"))} == {"salt bunker"}


def test_a_unit_that_was_taken_back_and_taught_again_has_its_new_name(cast: Cast) -> None:
    first = add_word(
        word=learnt.own_unit("BUNK", "salt bunker"), because="Sheds.", actor=cast.buyer, now=cast.now
    )
    assert own_units(cast.buyer.organisation_id)["BUNK"].plural == "salt bunkers"
    take_back_word(word_id=first.pk, because="Misread.", actor=cast.buyer, now=cast.now)
    assert own_units(cast.buyer.organisation_id)["BUNK"].plural == "salt bunkers"
    add_word(word=learnt.own_unit("BUNK", "bunk bed"), because="Camps.", actor=cast.buyer, now=cast.now)
    assert own_units(cast.buyer.organisation_id)["BUNK"].plural == "bunk beds"
