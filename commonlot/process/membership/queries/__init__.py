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
    people_of,
)
from commonlot.process.membership.queries.papers import (
    Missing,
    PaperView,
    certificates_of,
    lapsed_certificates,
    missing_of,
)
from commonlot.process.membership.queries.vendors import (
    PAPER_STATES,
    VendorFilter,
    find_vendors,
    suspected_twins,
    to_notify,
    twins_of,
    unchecked_vendors,
    vendor_list,
    vendor_of,
)

__all__ = [
    "PAPER_STATES",
    "STANDING_NAMES",
    "DirectoryFilter",
    "Missing",
    "PaperView",
    "Standing",
    "VendorFilter",
    "agency_of",
    "agreements_of",
    "certificates_of",
    "count_by_kind",
    "directory",
    "find_vendors",
    "has_agreement_in_force",
    "lapsed_certificates",
    "missing_of",
    "people_of",
    "suspected_twins",
    "to_notify",
    "twins_of",
    "unchecked_vendors",
    "vendor_list",
    "vendor_of",
]
