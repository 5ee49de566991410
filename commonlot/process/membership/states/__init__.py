"""How records of membership live: each a table of which state may follow which."""

from commonlot.process.membership.states.agreements import AGREEMENT_MOVES, AgreementStatus
from commonlot.process.membership.states.files import FILE_MOVES, FileStatus
from commonlot.process.membership.states.services import (
    REQUEST_MOVES,
    SERVICE_MOVES,
    RequestStatus,
    ServiceStatus,
)
from commonlot.process.membership.states.subscriptions import SUBSCRIPTION_MOVES, SubscriptionStatus

__all__ = [
    "AGREEMENT_MOVES",
    "FILE_MOVES",
    "REQUEST_MOVES",
    "SERVICE_MOVES",
    "SUBSCRIPTION_MOVES",
    "AgreementStatus",
    "FileStatus",
    "RequestStatus",
    "ServiceStatus",
    "SubscriptionStatus",
]
