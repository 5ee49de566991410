"""Reading members, vendors, shared services, and files of them."""

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
from commonlot.process.membership.queries.calendars import calendar_token, seat_of_calendar
from commonlot.process.membership.queries.services import (
    ServiceFilter,
    count_services,
    offices,
    request_list,
    service_list,
    waiting_requests,
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
    "ServiceFilter",
    "Standing",
    "agency_of",
    "agreements_of",
    "calendar_token",
    "certificates_of",
    "count_by_kind",
    "count_services",
    "directory",
    "has_agreement_in_force",
    "lapsed_certificates",
    "offices",
    "people_of",
    "request_list",
    "seat_of_calendar",
    "service_list",
    "vendor_list",
    "vendor_of",
    "waiting_requests",
]
