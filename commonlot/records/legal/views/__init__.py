"""The screens of the law."""

from commonlot.records.legal.views.changing import (
    approve,
    change,
    changes,
    decline,
    propose,
    propose_shipped,
    shipped,
    withdraw,
)
from commonlot.records.legal.views.reading import rule, rules

__all__ = [
    "approve",
    "change",
    "changes",
    "decline",
    "propose",
    "propose_shipped",
    "rule",
    "rules",
    "shipped",
    "withdraw",
]
