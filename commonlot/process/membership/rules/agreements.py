"""When a board has decided."""

from datetime import date


def why_not_vote(
    *,
    voted_on: date,
    starts_on: date,
    ends_on: date | None,
    today: date,
    votes_for: int | None,
    votes_of: int | None,
) -> tuple[str, str] | None:
    """Return the field at fault and why the board's vote does not carry the agreement, or None."""
    if voted_on > today:
        return "voted_on", "The board's vote cannot lie in the future. Record it on the day or after."
    if starts_on < voted_on:
        return "starts_on", "The agreement cannot start before the board voted."
    if ends_on is not None and ends_on <= starts_on:
        return "ends_on", "The agreement must end after it starts."
    if (votes_for is None) != (votes_of is None):
        return (
            "votes_for",
            "Give both the votes in favor and the full voting strength of the board, or neither.",
        )
    if votes_for is not None and votes_of is not None and not has_majority(votes_for, votes_of):
        return "votes_for", f"{votes_for} of {votes_of} votes is not a majority of the full voting strength."
    return None


def has_majority(votes_for: int, votes_of: int) -> bool:
    """Say whether more than half of the full voting strength, present or not, voted in favor (GML 119-o)."""
    return 0 <= votes_for <= votes_of and 2 * votes_for > votes_of
