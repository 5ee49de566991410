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
from commonlot.process.membership.queries.links import (
    confirmable,
    confirmation_address,
    list_headers,
    own_token,
    preferences_address,
    subscription_of,
    unsubscribe_address,
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
    "agency_of",
    "agreements_of",
    "certificates_of",
    "confirmable",
    "confirmation_address",
    "count_by_kind",
    "directory",
    "has_agreement_in_force",
    "lapsed_certificates",
    "list_headers",
    "own_token",
    "people_of",
    "preferences_address",
    "subscription_of",
    "unsubscribe_address",
    "vendor_list",
    "vendor_of",
]
