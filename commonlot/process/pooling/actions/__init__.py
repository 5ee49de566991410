"""Every change of this stage: runs of the engine, decisions on groups and lines, sums, and the freezing."""

from commonlot.process.pooling.actions.decisions import (
    confirm_all,
    confirm_match,
    reject_match,
    reopen_match,
    undo_last_decision,
)
from commonlot.process.pooling.actions.freezing import freeze
from commonlot.process.pooling.actions.lines import put_back, rename_match, take_out
from commonlot.process.pooling.actions.questions import ask_agencies, state_conversion, state_conversions
from commonlot.process.pooling.actions.runs import perform_run, run_pooling
from commonlot.process.pooling.actions.sheets import ask_for_sheet, make_sheet
from commonlot.process.pooling.actions.short_pool import Step, add_to_fill, open_short_pool

__all__ = [
    "Step",
    "add_to_fill",
    "ask_agencies",
    "ask_for_sheet",
    "confirm_all",
    "confirm_match",
    "freeze",
    "make_sheet",
    "open_short_pool",
    "perform_run",
    "put_back",
    "reject_match",
    "rename_match",
    "reopen_match",
    "run_pooling",
    "state_conversion",
    "state_conversions",
    "take_out",
    "undo_last_decision",
]
