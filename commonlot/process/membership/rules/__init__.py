"""Judgement about members on plain values."""

from commonlot.process.membership.rules.agreements import has_majority, why_not_vote
from commonlot.process.membership.rules.commodities import COMMODITIES, COMMODITY_CHOICES, Commodity
from commonlot.process.membership.rules.delegations import (
    ACT_NAMES,
    ALL,
    ENDS_SOON,
    Act,
    Scope,
    roles_of,
    say_scope,
    why_not_dates,
    why_not_needs,
    why_not_order,
    why_not_scope,
)
from commonlot.process.membership.rules.hours import (
    A_DAY,
    average_answer,
    hours,
    quarters_of,
    why_not_logged,
    working_days,
)
from commonlot.process.membership.rules.members import (
    AGENCY_PREFIXES,
    ROLES_OF,
    VENDOR_PREFIX,
    member_number,
    why_not_roles,
)

__all__ = [
    "ACT_NAMES",
    "AGENCY_PREFIXES",
    "ALL",
    "A_DAY",
    "COMMODITIES",
    "COMMODITY_CHOICES",
    "ENDS_SOON",
    "ROLES_OF",
    "VENDOR_PREFIX",
    "Act",
    "Commodity",
    "Scope",
    "average_answer",
    "has_majority",
    "hours",
    "member_number",
    "quarters_of",
    "roles_of",
    "say_scope",
    "why_not_dates",
    "why_not_logged",
    "why_not_needs",
    "why_not_order",
    "why_not_roles",
    "why_not_scope",
    "why_not_vote",
    "working_days",
]
