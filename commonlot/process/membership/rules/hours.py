"""Hours as they are logged: in whole quarters, never changed, at most a day in a day."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from commonlot.kernel.money import round_half_up

QUARTER = Decimal("0.25")
A_DAY = 96
SATURDAY = 5
FEWEST_ANSWERS = 3


def hours(quarters: int) -> Decimal:
    """Return quarter hours as exact hours: 6 is 1.5."""
    return quarters * QUARTER


def quarters_of(hours_worked: Decimal) -> int:
    """Return hours as whole quarters; none, where they are not whole quarters."""
    quarters = hours_worked / QUARTER
    return int(quarters) if quarters == quarters.to_integral_value() else 0


def why_not_logged(
    hours_worked: Decimal, worked_on: date, *, today: date, asked_on: date, logged_that_day: int
) -> tuple[str, str] | None:
    """Return the field at fault and why these hours cannot be logged, or None."""
    quarters = quarters_of(hours_worked)
    if quarters <= 0:
        return "hours", "Give hours in quarters, such as 0.25, 1.5 or 2.75."
    if worked_on > today:
        return "worked_on", "That day has not come yet."
    if worked_on < asked_on:
        return "worked_on", "Help was asked for after that day."
    if logged_that_day + quarters > A_DAY:
        return (
            "hours",
            f"With these you would have worked {hours(logged_that_day + quarters)} hours that day.",
        )
    return None


def working_days(asked: date, answered: date) -> int:
    """Count the weekdays after the day of asking, up to the day of the answer; the same day is none."""
    days = (asked + timedelta(days=i) for i in range(1, (answered - asked).days + 1))
    return sum(day.weekday() < SATURDAY for day in days)


def average_answer(spans: Iterable[tuple[datetime, datetime]]) -> int | None:
    """Return in how many working days answers came, on average; None where too few were given to say.

    The moments are in county time.
    """
    counted = [working_days(asked.date(), answered.date()) for asked, answered in spans]
    if len(counted) < FEWEST_ANSWERS:
        return None
    return round_half_up(Fraction(sum(counted), len(counted)))
