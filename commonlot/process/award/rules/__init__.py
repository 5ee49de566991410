"""Tabulating bids, weighing the answer, and what each member pays: pure, on plain values."""

from commonlot.process.award.rules.members import MemberRow, Need, weigh_members
from commonlot.process.award.rules.sheet import (
    Bid,
    Cell,
    Column,
    FoundThat,
    Given,
    Line,
    Price,
    Row,
    Sheet,
    Tabulated,
)
from commonlot.process.award.rules.tabulate import form_of, tabulate

__all__ = [
    "Bid",
    "Cell",
    "Column",
    "FoundThat",
    "Given",
    "Line",
    "MemberRow",
    "Need",
    "Price",
    "Row",
    "Sheet",
    "Tabulated",
    "form_of",
    "tabulate",
    "weigh_members",
]
