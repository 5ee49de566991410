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
from commonlot.process.membership.rules.subscriptions import (
    commodities_of,
    in_order,
    one_line,
    plain_name,
    why_not_wish,
)

__all__ = [
    "AGENCY_PREFIXES",
    "COMMODITIES",
    "COMMODITY_CHOICES",
    "ROLES_OF",
    "VENDOR_PREFIX",
    "Commodity",
    "commodities_of",
    "has_majority",
    "in_order",
    "member_number",
    "one_line",
    "plain_name",
    "why_not_roles",
    "why_not_vote",
    "why_not_wish",
]
