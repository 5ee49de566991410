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
from commonlot.process.membership.queries.agreements import (
    administrators_of,
    agency_link,
    day_words,
    ending_within,
    purchasing_staff,
    reasons_for_nothing_new,
    renewal_of,
    why_nothing_new,
)
from commonlot.process.membership.queries.applications import (
    application_of,
    decided_applications,
    enrolled_twin,
    mailed_link,
    near_names,
    token_of,
    waiting_applications,
)
from commonlot.process.membership.queries.law import (
    legal_thresholds,
    may_join,
    rules_by_code,
    vote_carries,
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
    "administrators_of",
    "agency_link",
    "agency_of",
    "agreements_of",
    "application_of",
    "certificates_of",
    "count_by_kind",
    "day_words",
    "decided_applications",
    "directory",
    "ending_within",
    "enrolled_twin",
    "has_agreement_in_force",
    "lapsed_certificates",
    "legal_thresholds",
    "mailed_link",
    "may_join",
    "near_names",
    "people_of",
    "purchasing_staff",
    "reasons_for_nothing_new",
    "renewal_of",
    "rules_by_code",
    "token_of",
    "vendor_list",
    "vendor_of",
    "vote_carries",
    "waiting_applications",
    "why_nothing_new",
]
