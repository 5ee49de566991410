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

__all__ = [
    "AGENCY_PREFIXES",
    "COMMODITIES",
    "COMMODITY_CHOICES",
    "ROLES_OF",
    "VENDOR_PREFIX",
    "Commodity",
    "has_majority",
    "member_number",
    "why_not_roles",
    "why_not_vote",
]
