"""How values are written on a page: money, quantities, dates with their zone, lists, states."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone

DASH = "–"
NO_BREAK = "\u00a0"
MINUS = "−"
SMALL_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def as_decimal(value: Any) -> Decimal | None:
    """Return dollars or a plain number as a decimal, whatever carries it; None where there is nothing."""
    if value is None or value == "":
        return None
    if hasattr(value, "cents"):
        return Decimal(value.cents) / 100
    for name in ("amount", "number"):
        if hasattr(value, name):
            value = getattr(value, name)
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return value if isinstance(value, Decimal) else Decimal(str(value))


def dollars(value: Any, places: int = 2) -> str:
    """Write dollars with thousands commas and a real minus sign; unknown is a dash."""
    number = as_decimal(value)
    if number is None:
        return DASH
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{MINUS if rounded < 0 else ''}${abs(rounded):,.{places}f}"


def number(value: Any) -> str:
    """Write a number with thousands commas and no needless zeros."""
    exact = as_decimal(value)
    if exact is None:
        return DASH
    whole = exact == exact.to_integral_value()
    text = f"{abs(exact):,.0f}" if whole else f"{abs(exact):,f}".rstrip("0")
    return f"{MINUS if exact < 0 else ''}{text}"


def short_number(value: Any) -> str:
    """Write a large number the short way: 5.60 M, 450 k."""
    exact = as_decimal(value)
    if exact is None:
        return DASH
    if abs(exact) >= 1_000_000:
        return f"{exact / 1_000_000:,.2f} M"
    return f"{exact / 1000:,.0f} k" if abs(exact) >= 100_000 else number(exact)


def percent(value: Any, places: int = 1) -> str:
    """Write a ratio (0.345) as a percentage (34.5%)."""
    ratio = as_decimal(value)
    if ratio is None:
        return DASH
    rounded = (ratio * 100).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{MINUS if rounded < 0 else ''}{abs(rounded):,f}%"


def clock_time(moment: datetime, *, seconds: bool = False) -> str:
    """Write the time of day as Americans do: 2:00 p.m."""
    here = timezone.localtime(moment)
    hour = here.hour % 12 or 12
    rest = f":{here.second:02d}" if seconds else ""
    return f"{hour}:{here.minute:02d}{rest} {'a.m.' if here.hour < 12 else 'p.m.'}"


def day(value: date | datetime | None, *, year: bool = True, weekday: bool = True) -> str:
    """Write a day: Thu, Dec 10, 2026."""
    if value is None:
        return DASH
    here = timezone.localtime(value) if isinstance(value, datetime) else value
    start = f"{here:%a}, " if weekday else ""
    return f"{start}{here:%b} {here.day}" + (f", {here.year}" if year else "")


def moment(value: datetime | None, *, year: bool = True, seconds: bool = False) -> str:
    """Write a moment with its zone: Thu, Dec 10, 2026, 2:00 p.m. EST."""
    if value is None:
        return DASH
    return f"{day(value, year=year)}, {clock_time(value, seconds=seconds)} {timezone.localtime(value):%Z}"


def count(how_many: int, one: str, many: str = "") -> str:
    """Write a count with its noun: 1 day, 3 days."""
    return f"{how_many:,} {one if how_many == 1 else many or one + 's'}"


def time_left(span: timedelta) -> str:
    """Say how long is left, in the two largest useful units, never more exact than a person needs."""
    minutes = int(span.total_seconds() // 60)
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days >= 3:
        return count(days, "day")
    if days:
        return count(days, "day") + (f" {count(hours, 'hour')}" if hours else "")
    if hours:
        rest = minutes % 60
        return count(hours, "hour") + (f" {count(rest, 'minute')}" if rest else "")
    return count(minutes, "minute") if minutes else "less than a minute"


def in_days(value: date | datetime | None, now: datetime) -> str:
    """Say how far a day is from today: today, tomorrow, in 9 days, 3 days ago."""
    if value is None:
        return DASH
    then = timezone.localtime(value).date() if isinstance(value, datetime) else value
    days = (then - timezone.localtime(now).date()).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return near.get(days) or (f"in {count(days, 'day')}" if days > 0 else f"{count(-days, 'day')} ago")


def in_days_or_overdue(value: date | datetime | None, now: datetime) -> str:
    """Say how far off the last day is; a past one is overdue: in 9 days, today, overdue by 9 days."""
    if value is None:
        return DASH
    then = timezone.localtime(value).date() if isinstance(value, datetime) else value
    days = (timezone.localtime(now).date() - then).days
    if days > 0:
        return f"overdue by {count(days, 'day')}".replace(" ", NO_BREAK)
    is_past = isinstance(value, datetime) and value < now
    return "overdue since today" if is_past else in_days(value, now)


def plain_list(items: Iterable[Any], last: str = "and") -> str:
    """Join words as a person would: a, b and c."""
    words = [str(item) for item in items]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def in_words(how_many: int) -> str:
    """Write a small count as a word: twelve; larger ones as a figure."""
    return SMALL_NUMBERS[how_many] if 0 <= how_many < len(SMALL_NUMBERS) else f"{how_many:,}"


def state_words(state: Any) -> str:
    """Write a state's value as words: out_to_bid is Out to bid."""
    text = str(getattr(state, "value", state) or "").replace("_", " ")
    return text[:1].upper() + text[1:]


def act_words(verb: str) -> str:
    """Write an audit verb as words: bidding.bids_opened is Bids opened."""
    return state_words(re.sub(r"^.*\.", "", verb or ""))
