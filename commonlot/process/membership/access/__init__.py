"""Who may do what with members, their people, agreements and certificates, and why not."""

from commonlot.process.membership.access.agencies import enrol_agency, is_lead, keep_agreement
from commonlot.process.membership.access.approvals import set_approval_rules
from commonlot.process.membership.access.documents import may_read_document
from commonlot.process.membership.access.history import own_agency, own_people, see_history
from commonlot.process.membership.access.people import (
    COUNTY_STAFF,
    end_seat,
    is_staff,
    manage_people,
    see_people,
    take_manager_role,
)
from commonlot.process.membership.access.vendors import keep_certificates, register_vendor, see_vendor

__all__ = [
    "COUNTY_STAFF",
    "end_seat",
    "enrol_agency",
    "is_lead",
    "is_staff",
    "keep_agreement",
    "keep_certificates",
    "manage_people",
    "may_read_document",
    "own_agency",
    "own_people",
    "register_vendor",
    "see_history",
    "see_people",
    "see_vendor",
    "set_approval_rules",
    "take_manager_role",
]
