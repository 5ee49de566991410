"""Who may use a shared service, and by when its office answers."""

from collections.abc import Collection
from datetime import date, timedelta

DAYS_TO_ANSWER = 10
MOST_DAYS_TO_ANSWER = 90
SATURDAY = 5


def is_for(kinds: Collection[str], kind: str) -> bool:
    """Say whether a service that names these kinds of agency, or none, is for an agency of a kind."""
    return not kinds or kind in kinds


def is_offered(starts_on: date | None, ends_on: date | None, *, on: date) -> bool:
    """Say whether a service is offered on a day: from its first day to the one before its last."""
    return (starts_on is None or starts_on <= on) and (ends_on is None or on < ends_on)


def answer_due(asked_on: date, working_days: int) -> date:
    """Return the day by which an office has to answer, Saturdays and Sundays not counted."""
    day, left = asked_on, working_days
    while left > 0:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day
