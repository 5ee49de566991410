"""Half-open periods of days: the first day counts, the last does not."""

from dataclasses import dataclass
from datetime import date

from commonlot.kernel.errors import Refused


@dataclass(frozen=True)
class Period:
    """The days from start up to, but not including, end; an open end has none."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise Refused("A period must end after it starts.")

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    @property
    def days(self) -> int | None:
        """The number of days, or None when the end is open."""
        return None if self.end is None else (self.end - self.start).days
