"""The acts of this stage, as the audit trail says them."""

VERBS: dict[str, str] = {
    "bidding.bid_received": "stamped a sealed bid",
    "bidding.late_bid_received": "stamped a late bid, which stays sealed",
    "bidding.bid_withdrawn": "gave a bid back to its bidder",
    "bidding.bids_opened": "opened the bids in public",
    "bidding.bid_listed_by_hand": "entered an envelope stamped by hand",
    "bidding.bid_typed": "typed the prices of a bid",
    "bidding.bids_uploaded": "typed the prices from a file",
    "bidding.bid_checked": "checked the prices against the paper",
    "bidding.bid_returned": "sent a bid back to typing",
    "bidding.bid_left_unopened": "left an envelope unopened",
    "bidding.opening_finished": "finished the opening",
}
