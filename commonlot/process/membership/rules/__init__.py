"""Judgement about members on plain values."""

from commonlot.process.membership.rules.agreements import has_majority, why_not_vote
from commonlot.process.membership.rules.commodities import COMMODITIES, COMMODITY_CHOICES, Commodity
from commonlot.process.membership.rules.members import (
    AGENCY_PREFIXES,
    ROLES_OF,
    VENDOR_PREFIX,
    member_number,
    why_not_roles,
)
from commonlot.process.membership.rules.services import (
    DAYS_TO_ANSWER,
    MOST_DAYS_TO_ANSWER,
    answer_due,
    is_for,
    is_offered,
)

__all__ = [
    "AGENCY_PREFIXES",
    "COMMODITIES",
    "COMMODITY_CHOICES",
    "DAYS_TO_ANSWER",
    "MOST_DAYS_TO_ANSWER",
    "ROLES_OF",
    "VENDOR_PREFIX",
    "Commodity",
    "answer_due",
    "has_majority",
    "is_for",
    "is_offered",
    "member_number",
    "why_not_roles",
    "why_not_vote",
]
