"""How records of membership live: each a table of which state may follow which."""

from commonlot.process.membership.states.agreements import AGREEMENT_MOVES, AgreementStatus
from commonlot.process.membership.states.campaigns import CAMPAIGN_MOVES, CampaignStatus
from commonlot.process.membership.states.subscriptions import SUBSCRIPTION_MOVES, SubscriptionStatus

__all__ = [
    "AGREEMENT_MOVES",
    "CAMPAIGN_MOVES",
    "SUBSCRIPTION_MOVES",
    "AgreementStatus",
    "CampaignStatus",
    "SubscriptionStatus",
]
