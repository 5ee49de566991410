"""Every change to an award, from the ruling on a bid to the contracts in force."""

from commonlot.process.award.actions.awards import (
    approve_award,
    mark_active,
    post_intent,
    recommend_award,
    withdraw_recommendation,
)
from commonlot.process.award.actions.bids import reject_all, rule_on_bid

__all__ = [
    "approve_award",
    "mark_active",
    "post_intent",
    "recommend_award",
    "reject_all",
    "rule_on_bid",
    "withdraw_recommendation",
]
