"""Dated rules, the questions that read them, and proposed changes."""

from commonlot.records.legal.models.changes import RuleChange
from commonlot.records.legal.models.rules import (
    CERTAINTIES_IN_SHORT,
    KEPT,
    DateRange,
    MomentRange,
    Path,
    Question,
    Rule,
)

__all__ = [
    "CERTAINTIES_IN_SHORT",
    "KEPT",
    "DateRange",
    "MomentRange",
    "Path",
    "Question",
    "Rule",
    "RuleChange",
]
