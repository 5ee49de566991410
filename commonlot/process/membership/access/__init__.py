"""Who may do what with members, their people, agreements and certificates, and why not."""

from commonlot.process.membership.access.agencies import enrol_agency, is_lead, keep_agreement
from commonlot.process.membership.access.calendars import have_calendar_address
from commonlot.process.membership.access.documents import may_read_document
from commonlot.process.membership.access.files import import_members, take_in_file, work_on_file
from commonlot.process.membership.access.people import (
    COUNTY_STAFF,
    end_seat,
    is_staff,
    manage_people,
    see_people,
)
from commonlot.process.membership.access.services import (
    answer_request,
    ask_service,
    keep_services,
    withdraw_request,
)
from commonlot.process.membership.access.vendors import keep_certificates, register_vendor, see_vendor

__all__ = [
    "COUNTY_STAFF",
    "answer_request",
    "ask_service",
    "end_seat",
    "enrol_agency",
    "have_calendar_address",
    "import_members",
    "is_lead",
    "is_staff",
    "keep_agreement",
    "keep_certificates",
    "keep_services",
    "manage_people",
    "may_read_document",
    "register_vendor",
    "see_people",
    "see_vendor",
    "take_in_file",
    "withdraw_request",
    "work_on_file",
]
