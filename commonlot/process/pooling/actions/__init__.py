"""Every change of this stage: runs of the engine, decisions on groups and lines, sums, and the freezing."""

from commonlot.process.pooling.actions.decisions import confirm_all, confirm_match, reject_match, reopen_match
from commonlot.process.pooling.actions.freezing import freeze
from commonlot.process.pooling.actions.inquiries import answer_by_link, ask_agencies
from commonlot.process.pooling.actions.lines import put_back, rename_match, take_out
from commonlot.process.pooling.actions.locks import GONE
from commonlot.process.pooling.actions.packs import choose_pack
from commonlot.process.pooling.actions.presence import look_at_group
from commonlot.process.pooling.actions.questions import state_conversion, state_conversions
from commonlot.process.pooling.actions.regrouping import merge_matches, move_lines, split_match
from commonlot.process.pooling.actions.runs import perform_run, run_again, run_pooling
from commonlot.process.pooling.actions.sheets import ask_for_sheet, make_sheet
from commonlot.process.pooling.actions.short_pool import Step, add_to_fill, open_short_pool
from commonlot.process.pooling.actions.steps import undo

__all__ = [
    "GONE",
    "Step",
    "add_to_fill",
    "answer_by_link",
    "ask_agencies",
    "ask_for_sheet",
    "choose_pack",
    "confirm_all",
    "confirm_match",
    "freeze",
    "look_at_group",
    "make_sheet",
    "merge_matches",
    "move_lines",
    "open_short_pool",
    "perform_run",
    "put_back",
    "reject_match",
    "rename_match",
    "reopen_match",
    "run_again",
    "run_pooling",
    "split_match",
    "state_conversion",
    "state_conversions",
    "take_out",
    "undo",
]
