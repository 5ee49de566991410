"""Hours are logged in quarters with what they were for, only ever taken back, and added up exactly."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.utils import ProgrammingError

from commonlot.kernel.errors import Refused
from commonlot.kernel.period import Period
from commonlot.process.membership import actions, queries
from commonlot.process.membership.models import AssistanceRequest, HoursEntry
from commonlot.records.access.models import PUBLIC
from tests.cast import Cast
from tests.factories import help as make

NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))


def _log(cast: Cast, request: AssistanceRequest, hours: str = "1.25", **change: Any) -> HoursEntry:
    usual: dict[str, Any] = {
        "worked_on": date(2026, 11, 23),
        "work": "needs",
        "note": "Went through last year's invoices",
        "actor": cast.buyer,
        "now": cast.now,
    }
    return actions.log_hours(request_id=request.pk, hours=Decimal(hours), **{**usual, **change})


def test_what_was_logged_adds_up_exactly(cast: Cast) -> None:
    request = make.taken(cast)
    for hours in ("0.25", "1.5", "2.75"):
        _log(cast, request, hours)
    _log(cast, request, "1", work="advice")
    assert queries.hours_of(cast.fire_district, NOVEMBER) == Decimal("5.50")
    assert queries.hours_by_kind(NOVEMBER) == {"needs": Decimal("4.50"), "advice": Decimal("1.00")}
    assert queries.hours_by_kind(NOVEMBER, cast.town) == {}


def test_a_period_counts_its_first_day_and_not_its_last(cast: Cast) -> None:
    request = make.taken(cast)
    _log(cast, request, "1")
    day = date(2026, 11, 23)
    after = day + timedelta(days=1)
    assert queries.hours_of(cast.fire_district, Period(day, after)) == Decimal(1)
    assert queries.hours_of(cast.fire_district, Period(date(2026, 11, 1), day)) == Decimal(0)
    assert queries.hours_of(cast.fire_district, Period(after)) == Decimal(0)


def test_a_wrong_entry_is_taken_back_by_a_counter_entry_and_both_stay(cast: Cast) -> None:
    request = make.taken(cast)
    entry = _log(cast, request, "8")
    counter = actions.take_back_hours(
        entry_id=entry.pk, because="Typed 8 for 0.75.", actor=cast.buyer, now=cast.now
    )
    assert (counter.quarters, counter.corrects) == (-32, entry)
    _log(cast, request, "0.75")
    assert HoursEntry.objects.count() == 3
    assert queries.hours_of(cast.fire_district, NOVEMBER) == Decimal("0.75")
    for twice in (entry, counter):
        with pytest.raises(Refused, match="taken back already"):
            actions.take_back_hours(entry_id=twice.pk, because="Again", actor=cast.buyer, now=cast.now)


def test_nobody_takes_back_the_hours_of_another(cast: Cast) -> None:
    entry = _log(cast, make.taken(cast))
    for other in (cast.second_buyer, cast.purchasing_agent, cast.fire):
        with pytest.raises(Refused, match="Only the buyer who logged"):
            actions.take_back_hours(entry_id=entry.pk, because="No", actor=other, now=cast.now)


@pytest.mark.parametrize("how", ["update", "delete"])
def test_the_database_keeps_hours_as_they_were_logged(cast: Cast, how: str) -> None:
    entry = HoursEntry.objects.filter(pk=_log(cast, make.taken(cast)).pk)
    with pytest.raises(ProgrammingError, match="pgtrigger"):
        entry.update(quarters=1) if how == "update" else entry.delete()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"hours": "1.3"}, "hours"),
        ({"hours": "24.25"}, "hours"),
        ({"worked_on": date(2026, 11, 24)}, "worked_on"),
        ({"work": "golf"}, "work"),
        ({"note": " "}, "note"),
    ],
)
def test_hours_that_cannot_be_are_refused(cast: Cast, change: dict[str, Any], field: str) -> None:
    request = make.taken(cast)
    with pytest.raises(Refused) as refusal:
        _log(cast, request, **change)
    assert refusal.value.field == field
    assert not HoursEntry.objects.exists()


def test_a_day_has_no_more_than_24_hours_whatever_they_were_for(cast: Cast) -> None:
    _log(cast, make.taken(cast), "20")
    other = make.taken(cast, by=cast.approver)
    with pytest.raises(Refused, match=r"24\.25 hours that day"):
        _log(cast, other, "4.25")
    assert _log(cast, other, "4").quarters == 16


def test_only_buyers_log_and_only_from_their_own_seat(cast: Cast) -> None:
    delegation = make.granted(cast)
    for outsider in (cast.fire, cast.vendor):
        with pytest.raises(Refused, match="Only the county’s buyers"):
            _log(cast, delegation.request, actor=outsider)
    with pytest.raises(Refused, match="from your own seat at the county"):
        _log(cast, delegation.request, actor=make.marked_seat(delegation))
    assert _log(cast, delegation.request).delegation == delegation


def test_nothing_is_logged_for_a_request_that_nobody_took(cast: Cast) -> None:
    with pytest.raises(Refused, match="was accepted"):
        _log(cast, make.asked(cast))


def test_an_agency_sees_its_own_hours_and_the_county_all(cast: Cast) -> None:
    _log(cast, make.taken(cast), "2")
    _log(cast, make.taken(cast, by=cast.approver), "3", actor=cast.second_buyer)
    assert queries.sums_for(cast.fire, NOVEMBER).total == Decimal(2)
    assert queries.sums_for(cast.requester, NOVEMBER).total == Decimal(3)
    for nobody in (cast.school, cast.vendor, PUBLIC):
        assert queries.sums_for(nobody, NOVEMBER).total == Decimal(0)
    sums = queries.sums_for(cast.buyer, NOVEMBER)
    assert sums.by_agency == [("Town of Rye Hill", Decimal(3)), ("Millbrook Fire District", Decimal(2))]
    assert sums.by_buyer == [("Owen Bright", Decimal(3)), ("Priya Raman", Decimal(2))]
    assert sums.by_work == [("Stating needs", Decimal(5))]
    assert sums.by_month == [(date(2026, 11, 1), Decimal(5))]
