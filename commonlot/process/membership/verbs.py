"""What was done to members, in plain words."""

VERBS: dict[str, str] = {
    "membership.lead_agency_founded": "founded the lead agency",
    "membership.agency_enrolled": "enrolled the agency",
    "membership.vendor_registered": "registered the vendor",
    "membership.certificate_added": "added a certificate",
    "membership.person_invited": "gave a seat to",
    "membership.roles_changed": "changed the roles of",
    "membership.seat_ended": "ended the seat of",
    "membership.invitation_sent": "sent the invitation again to",
    "membership.invitation_withdrawn": "withdrew the invitation of",
    "membership.approval_limit_set": "changed how much may be approved by",
    "membership.two_approvals_set": "changed when two approvals are needed at",
    "membership.backup_named": "named as a backup",
    "membership.backup_ended": "ended the backup",
    "membership.agreement_started": "started the agreement",
    "membership.agreement_before_board": "laid the agreement before the board",
    "membership.board_voted": "recorded the board’s vote",
    "membership.signed_copy_kept": "kept the signed copy",
    "membership.agreement_ended": "ended the agreement",
    "membership.agreement_lapsed": "marked as lapsed the agreement that ran out",
}
