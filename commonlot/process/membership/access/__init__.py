"""Who may do what with members, their people, agreements and certificates, and why not."""

from commonlot.process.membership.access.agencies import enrol_agency, is_lead, keep_agreement
from commonlot.process.membership.access.documents import may_read_document
from commonlot.process.membership.access.help import (
    add_paper,
    ask_for_help,
    assign_request,
    decline_request,
    end_delegation,
    finish_request,
    grant_delegation,
    is_buyer,
    log_hours,
    propose_delegation,
    refuse_delegation,
    see_queue,
    take_back_hours,
    take_request,
    why_not_both,
    withdraw_proposal,
    withdraw_request,
)
from commonlot.process.membership.access.people import (
    COUNTY_STAFF,
    end_seat,
    is_staff,
    manage_people,
    see_people,
)
from commonlot.process.membership.access.vendors import keep_certificates, register_vendor, see_vendor

__all__ = [
    "COUNTY_STAFF",
    "add_paper",
    "ask_for_help",
    "assign_request",
    "decline_request",
    "end_delegation",
    "end_seat",
    "enrol_agency",
    "finish_request",
    "grant_delegation",
    "is_buyer",
    "is_lead",
    "is_staff",
    "keep_agreement",
    "keep_certificates",
    "log_hours",
    "manage_people",
    "may_read_document",
    "propose_delegation",
    "refuse_delegation",
    "register_vendor",
    "see_people",
    "see_queue",
    "see_vendor",
    "take_back_hours",
    "take_request",
    "why_not_both",
    "withdraw_proposal",
    "withdraw_request",
]
