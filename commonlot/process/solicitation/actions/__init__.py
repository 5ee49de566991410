"""Every change to a solicitation, from its first draft to its award."""

from commonlot.process.solicitation.actions.course import (
    cancel_solicitation,
    close_solicitation,
    mark_all_rejected,
    mark_awarded,
    mark_evaluated,
    mark_opened,
)
from commonlot.process.solicitation.actions.draft import change_facts, draft_from_pool, draft_solicitation
from commonlot.process.solicitation.actions.line import (
    add_lot,
    remove_bid_line,
    save_bid_line,
    save_bid_lines,
    upload_lines,
)
from commonlot.process.solicitation.actions.review import publish_solicitation, send_back, send_for_review

__all__ = [
    "add_lot",
    "cancel_solicitation",
    "change_facts",
    "close_solicitation",
    "draft_from_pool",
    "draft_solicitation",
    "mark_all_rejected",
    "mark_awarded",
    "mark_evaluated",
    "mark_opened",
    "publish_solicitation",
    "remove_bid_line",
    "save_bid_line",
    "save_bid_lines",
    "send_back",
    "send_for_review",
    "upload_lines",
]
