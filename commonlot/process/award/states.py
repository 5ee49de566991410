"""The life of an award."""

from enum import StrEnum


class AwardStatus(StrEnum):
    RECOMMENDED = "recommended"
    INTENT_POSTED = "intent_posted"
    PROTESTED = "protested"
    UPHELD = "upheld"
    DISMISSED = "dismissed"
    APPROVED = "approved"
    ACTIVE = "active"


AWARD_MOVES: dict[AwardStatus, frozenset[AwardStatus]] = {
    AwardStatus.RECOMMENDED: frozenset({AwardStatus.INTENT_POSTED}),
    AwardStatus.INTENT_POSTED: frozenset({AwardStatus.APPROVED, AwardStatus.PROTESTED}),
    AwardStatus.PROTESTED: frozenset({AwardStatus.UPHELD, AwardStatus.DISMISSED}),
    AwardStatus.UPHELD: frozenset(),
    AwardStatus.DISMISSED: frozenset({AwardStatus.APPROVED}),
    AwardStatus.APPROVED: frozenset({AwardStatus.ACTIVE}),
    AwardStatus.ACTIVE: frozenset(),
}
