"""How records of membership live: each a table of which state may follow which."""

from commonlot.process.membership.states.agreements import AGREEMENT_MOVES, AgreementStatus
from commonlot.process.membership.states.subscriptions import SUBSCRIPTION_MOVES, SubscriptionStatus
from commonlot.process.membership.states.vendors import TWIN_MOVES, VENDOR_MOVES, TwinStatus, VendorStatus

__all__ = [
    "AGREEMENT_MOVES",
    "SUBSCRIPTION_MOVES",
    "TWIN_MOVES",
    "VENDOR_MOVES",
    "AgreementStatus",
    "SubscriptionStatus",
    "TwinStatus",
    "VendorStatus",
]
