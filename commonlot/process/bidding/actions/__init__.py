"""Every change to bids: stamped at the desk, opened in public, typed by one person and checked by another."""

from commonlot.process.bidding.actions.opening import finish_opening, leave_unopened, open_bids
from commonlot.process.bidding.actions.reading import check_bid, return_to_typing, type_bid, upload_bids
from commonlot.process.bidding.actions.receiving import (
    receive_from_new_vendor,
    receive_paper_bid,
    withdraw_paper_bid,
)
from commonlot.process.bidding.rules import TypedPrice

__all__ = [
    "TypedPrice",
    "check_bid",
    "finish_opening",
    "leave_unopened",
    "open_bids",
    "receive_from_new_vendor",
    "receive_paper_bid",
    "return_to_typing",
    "type_bid",
    "upload_bids",
    "withdraw_paper_bid",
]
