"""Judgement about members on plain values."""

from commonlot.process.membership.rules.agreements import (
    has_majority,
    percent_for,
    why_not_count,
    why_not_term,
    why_not_vote,
)
from commonlot.process.membership.rules.boards import BOARDS, SIGNERS
from commonlot.process.membership.rules.commodities import COMMODITIES, COMMODITY_CHOICES, Commodity
from commonlot.process.membership.rules.joining import (
    CONFIRM_WITHIN,
    FORGET_AFTER,
    MOST_A_DAY,
    MOST_AN_HOUR,
    NEAR,
    NamedSite,
    StatedFacts,
    Threshold,
    changes,
    due_mark,
    is_same_body,
    nearness,
    place_of,
    why_not_facts,
)
from commonlot.process.membership.rules.members import (
    AGENCY_PREFIXES,
    ROLES_OF,
    VENDOR_PREFIX,
    member_number,
    why_not_roles,
)

__all__ = [
    "AGENCY_PREFIXES",
    "BOARDS",
    "COMMODITIES",
    "COMMODITY_CHOICES",
    "CONFIRM_WITHIN",
    "FORGET_AFTER",
    "MOST_AN_HOUR",
    "MOST_A_DAY",
    "NEAR",
    "ROLES_OF",
    "SIGNERS",
    "VENDOR_PREFIX",
    "Commodity",
    "NamedSite",
    "StatedFacts",
    "Threshold",
    "changes",
    "due_mark",
    "has_majority",
    "is_same_body",
    "member_number",
    "nearness",
    "percent_for",
    "place_of",
    "why_not_count",
    "why_not_facts",
    "why_not_roles",
    "why_not_term",
    "why_not_vote",
]
