"""The life of a suggestion that some lines are the same need."""

from enum import StrEnum


class MatchStatus(StrEnum):
    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


MATCH_MOVES: dict[MatchStatus, frozenset[MatchStatus]] = {
    MatchStatus.SUGGESTED: frozenset({MatchStatus.CONFIRMED, MatchStatus.REJECTED}),
    MatchStatus.CONFIRMED: frozenset({MatchStatus.SUGGESTED}),
    MatchStatus.REJECTED: frozenset({MatchStatus.SUGGESTED}),
}
