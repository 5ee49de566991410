"""The acts of this stage, as the audit trail says them."""

VERBS: dict[str, str] = {
    "solicitation.drafted": "drafted the solicitation",
    "solicitation.facts_changed": "changed its title, term or place",
    "solicitation.lot_added": "added a lot",
    "solicitation.line_added": "added a line",
    "solicitation.line_changed": "changed a line",
    "solicitation.line_removed": "took a line out",
    "solicitation.lines_uploaded": "took in lines from a file",
    "solicitation.sent_for_review": "sent it for review",
    "solicitation.sent_back": "sent it back",
    "solicitation.published": "published it and set the deadline",
    "solicitation.cancelled": "cancelled it",
    "solicitation.closed": "closed it to bids",
    "solicitation.opened": "marked its bids as opened",
    "solicitation.evaluated": "marked its bids as evaluated",
    "solicitation.awarded": "marked it as awarded",
    "solicitation.all_rejected": "marked all its bids as rejected",
}
