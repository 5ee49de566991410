"""How values are written on a page."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from commonlot.kernel.money import Money, UnitPrice
from commonlot.kernel.quantity import Quantity
from commonlot.web import words
from commonlot.web.templatetags import commonlot as tags

DEADLINE = datetime(2026, 12, 10, 19, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Decimal("102018.6"), "$102,018.60"),
        (Money(cents=-136965), "−$1,369.65"),
        (Decimal("-0.004"), "$0.00"),
        (0, "$0.00"),
        (None, "–"),
        ("", "–"),
    ],
)
def test_money_has_two_decimals_and_a_real_minus_sign(value: object, said: str) -> None:
    assert tags.money(value) == said


def test_a_unit_price_has_four_decimals() -> None:
    assert tags.unit_price(UnitPrice.of("31.4")) == "$31.4000"
    assert tags.unit_price(Decimal("6.28")) == "$6.2800"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Decimal("16245000.000000"), "16,245,000"),
        (Decimal("412.600000"), "412.6"),
        (Decimal(0), "0"),
        (None, "–"),
        (Quantity.of("120", "CT"), "120 cartons"),
    ],
)
def test_a_quantity_loses_its_needless_zeros_and_keeps_its_unit(value: object, said: str) -> None:
    assert tags.qty(value) == said


def test_a_moment_is_written_in_county_time_with_its_zone() -> None:
    assert tags.local(DEADLINE) == "Thu, Dec 10, 2026, 2:00 p.m. EST"
    assert tags.local(DEADLINE - timedelta(days=180)) == "Sat, Jun 13, 2026, 3:00 p.m. EDT"
    assert tags.local_short(DEADLINE) == "Thu, Dec 10, 2:00 p.m. EST"
    assert tags.local_date(date(2026, 12, 10)) == "Thu, Dec 10, 2026"
    assert tags.local(None) == "–"


def test_midnight_and_noon_are_twelve() -> None:
    assert words.clock_time(datetime(2026, 12, 10, 5, 0, tzinfo=UTC)) == "12:00 a.m."
    assert words.clock_time(datetime(2026, 12, 10, 17, 0, tzinfo=UTC)) == "12:00 p.m."


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(days=17, hours=4), "17 days"),
        (timedelta(days=1, hours=3), "1 day 3 hours"),
        (timedelta(hours=2), "2 hours"),
        (timedelta(minutes=28, seconds=59), "28 minutes"),
        (timedelta(seconds=59), "less than a minute"),
    ],
)
def test_time_left_is_said_in_the_two_largest_units(left: timedelta, said: str) -> None:
    assert words.time_left(left) == said


def test_the_deadline_itself_is_over() -> None:
    assert tags.time_left(DEADLINE, DEADLINE)["over"]
    assert not tags.time_left(DEADLINE, DEADLINE - timedelta(seconds=1))["over"]


def test_days_are_counted_by_the_county_calendar() -> None:
    late_evening = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # Nov 23, 10 p.m. in the county
    assert words.in_days(date(2026, 11, 24), late_evening) == "tomorrow"
    assert words.in_days(date(2026, 12, 2), late_evening) == "in 9 days"
    assert words.in_days(date(2026, 11, 20), late_evening) == "3 days ago"


def test_lists_and_counts_read_as_a_person_would_say_them() -> None:
    assert words.plain_list(["salt"]) == "salt"
    assert words.plain_list(["salt", "paper", "gloves"]) == "salt, paper and gloves"
    assert words.plain_list([]) == ""
    assert tags.counted(1, "agency,agencies") == "1 agency"
    assert tags.counted([1, 2], "agency,agencies") == "2 agencies"
    assert words.in_words(12) == "twelve"
    assert words.in_words(13) == "13"


def test_a_share_is_a_percentage_of_a_whole_and_unknown_without_one() -> None:
    assert tags.percent(tags.share_of(5_600_000, 16_245_000)) == "34.5%"
    assert tags.percent(tags.share_of(5, 0)) == "–"


def test_states_and_acts_are_said_in_words() -> None:
    assert words.state_words("out_to_bid") == "Out to bid"
    assert words.act_words("bidding.bids_opened") == "Bids opened"


def test_only_what_needs_someone_has_a_loud_tag() -> None:
    assert tags.tag_look("returned")["kind"] == "needs"
    assert tags.tag_look("approved") == {"kind": "done", "icon": "check_circle"}
    assert tags.tag_look("superseded")["kind"] == "plain"


def test_a_diff_says_what_went_and_what_came() -> None:
    parts = tags.word_diff("white, 96 bright paper", "white, 92 bright paper")
    assert parts == [("same", "white, "), ("del", "96"), ("ins", "92"), ("same", "bright paper")]


@pytest.mark.parametrize(
    ("unit", "quantity", "said"),
    [
        ("carton of 5,000 sheets", Decimal(85), "cartons of 5,000 sheets"),
        ("carton of 5,000 sheets", Decimal(1), "carton of 5,000 sheets"),
        ("CT", Decimal(2), "CT"),
        ("ton", Decimal(2), "ton"),
    ],
)
def test_a_pack_is_named_for_so_many_of_it(unit: str, quantity: Decimal, said: str) -> None:
    assert tags.so_many(unit, quantity) == said
