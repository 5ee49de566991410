"""Reading members and vendors."""

from commonlot.process.membership.queries.agencies import (
    STANDING_NAMES,
    DirectoryFilter,
    Standing,
    agency_of,
    agreements_of,
    count_by_kind,
    directory,
    has_agreement_in_force,
)
from commonlot.process.membership.queries.approvals import approval_rules, approver_seats, backups_of
from commonlot.process.membership.queries.people import (
    agency_history,
    invitation_of,
    people_of,
    with_invitations,
)
from commonlot.process.membership.queries.vendors import (
    certificates_of,
    lapsed_certificates,
    vendor_list,
    vendor_of,
)

__all__ = [
    "STANDING_NAMES",
    "DirectoryFilter",
    "Standing",
    "agency_history",
    "agency_of",
    "agreements_of",
    "approval_rules",
    "approver_seats",
    "backups_of",
    "certificates_of",
    "count_by_kind",
    "directory",
    "has_agreement_in_force",
    "invitation_of",
    "lapsed_certificates",
    "people_of",
    "vendor_list",
    "vendor_of",
    "with_invitations",
]
