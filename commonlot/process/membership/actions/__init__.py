"""Every change to members, their people, agreements and certificates, to shared services, and by files."""

from commonlot.process.membership.actions.agreements import (
    attach_signed_copy,
    end_agreement,
    lapse_agreements,
    lay_before_board,
    record_board_vote,
    start_agreement,
)
from commonlot.process.membership.actions.calendars import end_calendar_address, make_calendar_address
from commonlot.process.membership.actions.corrections import correct_agency, correct_vendor
from commonlot.process.membership.actions.files import (
    choose_member_columns,
    import_at_once,
    perform_member_import,
    refuse_member_import,
    start_member_import,
    upload_members,
)
from commonlot.process.membership.actions.list_rows import take_in_address
from commonlot.process.membership.actions.members import (
    add_certificate,
    enrol_agency,
    found_lead_agency,
    register_vendor,
)
from commonlot.process.membership.actions.people import change_roles, end_seat, invite_person
from commonlot.process.membership.actions.service_requests import (
    answer_request,
    ask_service,
    decline_request,
    withdraw_request,
)
from commonlot.process.membership.actions.services import (
    change_service,
    publish_service,
    unpublish_service,
    write_service,
)

__all__ = [
    "add_certificate",
    "answer_request",
    "ask_service",
    "attach_signed_copy",
    "change_roles",
    "change_service",
    "choose_member_columns",
    "correct_agency",
    "correct_vendor",
    "decline_request",
    "end_agreement",
    "end_calendar_address",
    "end_seat",
    "enrol_agency",
    "found_lead_agency",
    "import_at_once",
    "invite_person",
    "lapse_agreements",
    "lay_before_board",
    "make_calendar_address",
    "perform_member_import",
    "publish_service",
    "record_board_vote",
    "refuse_member_import",
    "register_vendor",
    "start_agreement",
    "start_member_import",
    "take_in_address",
    "unpublish_service",
    "upload_members",
    "withdraw_request",
    "write_service",
]
