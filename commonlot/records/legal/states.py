"""How a proposed change of a rule lives: a second person decides it, or its proposer takes it back."""

from enum import StrEnum


class ChangeStatus(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


CHANGE_MOVES: dict[ChangeStatus, frozenset[ChangeStatus]] = {
    ChangeStatus.PROPOSED: frozenset({ChangeStatus.APPROVED, ChangeStatus.DECLINED, ChangeStatus.WITHDRAWN}),
    ChangeStatus.APPROVED: frozenset(),
    ChangeStatus.DECLINED: frozenset(),
    ChangeStatus.WITHDRAWN: frozenset(),
}
