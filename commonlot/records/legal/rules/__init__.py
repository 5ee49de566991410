"""Judgement on plain values: weighing dated rules against facts, and what a new version changes."""

from commonlot.records.legal.rules.changes import (
    Difference,
    differences,
    overlap,
    same_shape,
    weave,
    what_remains,
)
from commonlot.records.legal.rules.values import (
    Answer,
    Fact,
    Facts,
    Finding,
    FindingKind,
    LegalPath,
    LegalQuestion,
    LegalRule,
    Outcome,
)
from commonlot.records.legal.rules.weighing import (
    COMPARISONS,
    assess,
    is_known,
    uncertain_beside,
    without_rules,
)
from commonlot.records.legal.rules.words import UNITS, last_day, long_day, words_of_dates, words_of_figure

__all__ = [
    "COMPARISONS",
    "UNITS",
    "Answer",
    "Difference",
    "Fact",
    "Facts",
    "Finding",
    "FindingKind",
    "LegalPath",
    "LegalQuestion",
    "LegalRule",
    "Outcome",
    "assess",
    "differences",
    "is_known",
    "last_day",
    "long_day",
    "overlap",
    "same_shape",
    "uncertain_beside",
    "weave",
    "what_remains",
    "without_rules",
    "words_of_dates",
    "words_of_figure",
]
