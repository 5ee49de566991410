"""Every quantity that a need ever had is remembered, and nobody can change what is remembered."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from commonlot.process.requirements import actions
from commonlot.process.requirements.actions import Stated
from commonlot.process.requirements.models import Participation, RequirementChange, RequirementLine
from commonlot.process.requirements.rules import Need
from tests.cast import Cast
from tests.factories import requirements as make

SALT = Need("Road salt, bulk", "TON", Decimal(40), Decimal("61.50"))


@pytest.fixture
def part(cast: Cast) -> Participation:
    return make.part(make.pool(cast.buyer, cast.now), cast.town, cast.now)


def state(cast: Cast, part: Participation, quantity: str, line: int | None = None) -> RequirementLine:
    need = Need("Road salt, bulk", "TON", Decimal(quantity), Decimal("61.50"))
    [saved] = actions.save_lines(
        participation_id=part.pk, rows=[Stated(line, need)], actor=cast.requester, now=cast.now
    )
    return saved


def steps(part: Participation) -> list[tuple[str | None, str | None, str]]:
    def plain(number: Decimal | None) -> str | None:
        return None if number is None else f"{number.normalize():f}"

    changes = RequirementChange.objects.filter(participation=part)
    return [(plain(each.quantity_before), plain(each.quantity_after), each.how) for each in changes]


def test_each_quantity_is_remembered_with_who_said_it_and_when(cast: Cast, part: Participation) -> None:
    line = state(cast, part, "40")
    state(cast, part, "55", line.pk)
    actions.remove_line(line_id=line.pk, actor=cast.requester, now=cast.now)
    assert steps(part) == [(None, "40", "typed"), ("40", "55", "typed"), ("55", None, "typed")]
    assert {(each.by, each.at) for each in part.changes.all()} == {(cast.requester, cast.now)}


def test_saving_the_same_again_is_no_change(cast: Cast, part: Participation) -> None:
    line = state(cast, part, "40")
    state(cast, part, "40.000", line.pk)
    assert len(steps(part)) == 1


def test_a_statement_typed_into_the_database_is_remembered_too(cast: Cast, part: Participation) -> None:
    line = state(cast, part, "40")
    RequirementLine.objects.filter(pk=line.pk).update(quantity=4000)
    assert steps(part)[-1] == ("40", "4000", "unknown")
    assert list(part.changes.values_list("by", flat=True)) == [cast.requester.pk, None]


@pytest.mark.parametrize("act", ["update", "delete"])
def test_nobody_changes_what_is_remembered(cast: Cast, part: Participation, act: str) -> None:
    state(cast, part, "40")
    changes = RequirementChange.objects.filter(participation=part)
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        changes.update(why="never happened") if act == "update" else changes.delete()
    assert len(steps(part)) == 1


def test_a_price_that_changes_is_remembered(cast: Cast, part: Participation) -> None:
    line = state(cast, part, "40")
    need = Need("Road salt, bulk", "TON", Decimal(40), Decimal("64.25"))
    actions.save_lines(
        participation_id=part.pk, rows=[Stated(line.pk, need)], actor=cast.requester, now=cast.now
    )
    change = part.changes.latest("pk")
    assert (change.price_before, change.price_after) == (Decimal("61.5"), Decimal("64.25"))
