"""How a rule's figure and days are written."""

from datetime import date, timedelta
from decimal import Decimal

UNITS = {
    "dollars": ("$", ""),
    "percent": ("", "%"),
    "days": ("", " days"),
    "business days": ("", " business days"),
    "months": ("", " months"),
    "years": ("", " years"),
}


def words_of_figure(number: Decimal, unit: str) -> str:
    """Write a figure with its unit: $20,000, 50%, 1 day; cents only where there are any."""
    before, after = UNITS[unit]
    if number == number.to_integral_value():
        figure = f"{number:,.0f}"
    else:
        figure = f"{number:,.2f}" if unit == "dollars" else f"{number.normalize():f}"
    return f"{before}{figure}{after.removesuffix('s') if number == 1 else after}"


def words_of_dates(start: date | None, end: date | None) -> str:
    """Write the days on which a rule holds; the last day is named as statutes name it."""
    last = last_day(end)
    if start and last:
        return f"from {_day(start)} through {_day(last)}"
    if start:
        return f"from {_day(start)}"
    return f"through {_day(last)}" if last else "no date set"


def last_day(end: date | None) -> date | None:
    """Return the last day of a period that is kept by the first day on which it no longer counts."""
    return end - timedelta(days=1) if end is not None else None


def long_day(value: date | None) -> str:
    """Write a day as a sentence has it: June 30, 2026."""
    return f"{value:%B} {value.day}, {value.year}" if value else "a day not set"


def _day(value: date) -> str:
    return f"{value:%b} {value.day}, {value.year}"
