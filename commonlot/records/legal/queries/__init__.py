"""Reading the law: asking it, and showing it."""

from commonlot.records.legal.queries.law import Law, Laws, the_law
from commonlot.records.legal.queries.pages import (
    STANDINGS,
    USES,
    RuleFilter,
    RuleSheet,
    Shipped,
    after_change,
    changes,
    earlier_versions,
    open_changes,
    packs,
    rule_sheet,
    rule_sheets,
    shipped_otherwise,
    state_name,
)

__all__ = [
    "STANDINGS",
    "USES",
    "Law",
    "Laws",
    "RuleFilter",
    "RuleSheet",
    "Shipped",
    "after_change",
    "changes",
    "earlier_versions",
    "open_changes",
    "packs",
    "rule_sheet",
    "rule_sheets",
    "shipped_otherwise",
    "state_name",
    "the_law",
]
