"""Who may do what with members, their people, agreements and certificates, and why not."""

from commonlot.process.membership.access.agencies import enrol_agency, is_lead, keep_agreement
from commonlot.process.membership.access.documents import may_read_document
from commonlot.process.membership.access.papers import (
    OrderAnswer,
    answers_for_orders,
    certify,
    change_demands,
    demands,
    see_demands,
    standings_of,
    take_new_order_lines,
)
from commonlot.process.membership.access.people import (
    COUNTY_STAFF,
    end_seat,
    is_staff,
    manage_people,
    see_people,
)
from commonlot.process.membership.access.vendors import (
    check_vendor,
    decide_twin,
    keep_certificates,
    keep_vendor,
    register_vendor,
    see_vendor,
)

__all__ = [
    "COUNTY_STAFF",
    "OrderAnswer",
    "answers_for_orders",
    "certify",
    "change_demands",
    "check_vendor",
    "decide_twin",
    "demands",
    "end_seat",
    "enrol_agency",
    "is_lead",
    "is_staff",
    "keep_agreement",
    "keep_certificates",
    "keep_vendor",
    "manage_people",
    "may_read_document",
    "register_vendor",
    "see_demands",
    "see_people",
    "see_vendor",
    "standings_of",
    "take_new_order_lines",
]
