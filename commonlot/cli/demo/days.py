"""The demonstration's calendar: everything is dated from one day, and people work on weekdays."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

COUNTY_TIME = ZoneInfo("America/New_York")
SATURDAY = 5


@dataclass(frozen=True)
class Days:
    """Counts days from `today`: the past is negative, and nothing of the story happens today itself."""

    today: date

    def day(self, offset: int) -> date:
        """Return a working day: a weekend moves away from today, so that the order of events stays."""
        found = self.today + timedelta(days=offset)
        over = found.weekday() - SATURDAY
        if over < 0:
            return found
        return found - timedelta(days=1 + over) if offset < 0 else found + timedelta(days=2 - over)

    def at(self, offset: int, hour: int = 10, minute: int = 0) -> datetime:
        """Return a moment of a working day, in county time."""
        return datetime.combine(self.day(offset), time(hour, minute), COUNTY_TIME)

    def month(self, offset: int, *, later: int = 0) -> date:
        """Return the first day of the month in which the day with this offset lies, or of one some months later."""
        start = (self.today + timedelta(days=offset)).replace(day=1)
        months = start.year * 12 + start.month - 1 + later
        return date(months // 12, months % 12 + 1, 1)

    def offset(self, day: date) -> int:
        """Return how many days after today a day is."""
        return (day - self.today).days
