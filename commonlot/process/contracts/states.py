"""The life of a contract."""

from enum import StrEnum


class ContractStatus(StrEnum):
    DRAFT = "draft"
    ACTIVE = "active"
    EXTENDED = "extended"
    EXPIRED = "expired"
    TERMINATED = "terminated"


CONTRACT_MOVES: dict[ContractStatus, frozenset[ContractStatus]] = {
    ContractStatus.DRAFT: frozenset({ContractStatus.ACTIVE, ContractStatus.TERMINATED}),
    ContractStatus.ACTIVE: frozenset(
        {ContractStatus.EXTENDED, ContractStatus.EXPIRED, ContractStatus.TERMINATED}
    ),
    ContractStatus.EXTENDED: frozenset({ContractStatus.EXPIRED, ContractStatus.TERMINATED}),
    ContractStatus.EXPIRED: frozenset(),
    ContractStatus.TERMINATED: frozenset(),
}

IN_FORCE: frozenset[ContractStatus] = frozenset({ContractStatus.ACTIVE, ContractStatus.EXTENDED})
