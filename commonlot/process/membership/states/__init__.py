"""How records of membership live: each a table of which state may follow which."""

from commonlot.process.membership.states.agreements import AGREEMENT_MOVES, AgreementStatus
from commonlot.process.membership.states.applications import APPLICATION_MOVES, ApplicationStatus
from commonlot.process.membership.states.subscriptions import SUBSCRIPTION_MOVES, SubscriptionStatus

__all__ = [
    "AGREEMENT_MOVES",
    "APPLICATION_MOVES",
    "SUBSCRIPTION_MOVES",
    "AgreementStatus",
    "ApplicationStatus",
    "SubscriptionStatus",
]
