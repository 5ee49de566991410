"""How records of membership live: each a table of which state may follow which."""

from commonlot.process.membership.states.agreements import AGREEMENT_MOVES, AgreementStatus
from commonlot.process.membership.states.help import (
    DELEGATION_MOVES,
    REQUEST_MOVES,
    DelegationStatus,
    RequestStatus,
)
from commonlot.process.membership.states.subscriptions import SUBSCRIPTION_MOVES, SubscriptionStatus

__all__ = [
    "AGREEMENT_MOVES",
    "DELEGATION_MOVES",
    "REQUEST_MOVES",
    "SUBSCRIPTION_MOVES",
    "AgreementStatus",
    "DelegationStatus",
    "RequestStatus",
    "SubscriptionStatus",
]
