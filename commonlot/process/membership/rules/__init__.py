"""Judgement about members on plain values."""

from commonlot.process.membership.rules.agreements import has_majority, why_not_vote
from commonlot.process.membership.rules.campaigns import AUDIENCE_NAMES, OUTCOME_NAMES, Audience, Outcome
from commonlot.process.membership.rules.commodities import COMMODITIES, COMMODITY_CHOICES, Commodity
from commonlot.process.membership.rules.members import (
    AGENCY_PREFIXES,
    ROLES_OF,
    VENDOR_PREFIX,
    member_number,
    why_not_roles,
)
from commonlot.process.membership.rules.subscriptions import (
    LONGEST_NAME,
    commodities_of,
    in_order,
    network_of,
    one_line,
    plain_name,
    why_not_wish,
)
from commonlot.process.membership.rules.writing import FIELDS, Composed, compose, fill_line, why_not_words

__all__ = [
    "AGENCY_PREFIXES",
    "AUDIENCE_NAMES",
    "COMMODITIES",
    "COMMODITY_CHOICES",
    "FIELDS",
    "LONGEST_NAME",
    "OUTCOME_NAMES",
    "ROLES_OF",
    "VENDOR_PREFIX",
    "Audience",
    "Commodity",
    "Composed",
    "Outcome",
    "commodities_of",
    "compose",
    "fill_line",
    "has_majority",
    "in_order",
    "member_number",
    "network_of",
    "one_line",
    "plain_name",
    "why_not_roles",
    "why_not_vote",
    "why_not_wish",
    "why_not_words",
]
