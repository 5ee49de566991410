"""What was done about awards, in plain words."""

VERBS: dict[str, str] = {
    "award.bid_ruled": "ruled on whether a bid counts",
    "award.recommended": "recommended the award",
    "award.recommendation_withdrawn": "took the recommendation back",
    "award.intent_posted": "posted the intent to award and told every bidder",
    "award.approved": "approved the award",
    "award.all_rejected": "rejected all bids",
    "award.activated": "put the award into force",
}
