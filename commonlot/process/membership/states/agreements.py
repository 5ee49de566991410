"""The life of a cooperation agreement."""

from enum import StrEnum


class AgreementStatus(StrEnum):
    DRAFT = "draft"
    BOARD_PENDING = "board_pending"
    ACTIVE = "active"
    LAPSED = "lapsed"
    ENDED = "ended"


AGREEMENT_MOVES: dict[AgreementStatus, frozenset[AgreementStatus]] = {
    AgreementStatus.DRAFT: frozenset({AgreementStatus.BOARD_PENDING}),
    AgreementStatus.BOARD_PENDING: frozenset({AgreementStatus.ACTIVE, AgreementStatus.ENDED}),
    AgreementStatus.ACTIVE: frozenset({AgreementStatus.LAPSED, AgreementStatus.ENDED}),
    AgreementStatus.LAPSED: frozenset({AgreementStatus.ENDED}),  # its renewal is an agreement of its own
    AgreementStatus.ENDED: frozenset(),
}
