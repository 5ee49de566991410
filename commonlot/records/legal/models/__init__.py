"""Dated rules, the questions that read them, and proposed changes."""

from commonlot.records.legal.models.changes import RuleChange
from commonlot.records.legal.models.rules import KEPT, DateRange, MomentRange, Path, Question, Rule

__all__ = ["KEPT", "DateRange", "MomentRange", "Path", "Question", "Rule", "RuleChange"]
