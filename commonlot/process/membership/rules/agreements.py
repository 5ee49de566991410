"""When a board has decided, and when the answer counts."""

from datetime import date
from decimal import Decimal


def why_not_vote(
    *,
    voted_on: date,
    starts_on: date,
    ends_on: date | None,
    today: date,
    votes_for: int | None,
    votes_of: int | None,
) -> tuple[str, str] | None:
    """Return the field at fault and why this cannot be recorded as a vote that carried, or None."""
    fault = why_not_count(voted_on=voted_on, today=today, votes_for=votes_for, votes_of=votes_of)
    if fault is not None:
        return fault
    if starts_on < voted_on:
        return (
            "starts_on",
            "The agreement cannot start before the board voted. Give the day of the vote or a later one.",
        )
    return why_not_term(starts_on=starts_on, ends_on=ends_on)


def why_not_count(
    *, voted_on: date, today: date, votes_for: int | None, votes_of: int | None
) -> tuple[str, str] | None:
    """Return the field at fault and why these votes cannot have been cast, or None."""
    if voted_on > today:
        return "voted_on", "The board's vote cannot lie in the future. Record it on the day or after."
    if votes_for is None or votes_of is None:
        return "votes_for", "Give both the votes in favor and the full voting strength of the board."
    if votes_of < 1:
        return "votes_of", "The board has at least one vote."
    if not 0 <= votes_for <= votes_of:
        return "votes_for", f"{votes_for} votes in favor cannot come from a board of {votes_of} votes."
    return None


def why_not_term(*, starts_on: date | None, ends_on: date | None) -> tuple[str, str] | None:
    """Return the field at fault and why this is no term, or None."""
    if ends_on is not None and starts_on is None:
        return "starts_on", "Give the first day too."
    if starts_on is not None and ends_on is not None and ends_on <= starts_on:
        return "ends_on", "The agreement must end after it starts."
    return None


def is_more_than_half(votes_for: int, votes_of: int) -> bool:
    """Say whether more than half of the full voting strength voted in favor: less never carries here."""
    return votes_of < votes_for * 2


def percent_for(votes_for: int, votes_of: int) -> Decimal:
    """Return the share of the full voting strength that voted in favor, for the law to judge."""
    return Decimal(votes_for) * 100 / Decimal(votes_of)
