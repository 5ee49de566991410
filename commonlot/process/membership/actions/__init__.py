"""Every change to members, their people, their agreements and their certificates."""

from commonlot.process.membership.actions.agreements import (
    end_agreement,
    lapse_agreements,
    lay_before_board,
    set_term,
    start_agreement,
    start_renewal,
)
from commonlot.process.membership.actions.alerts import warn_of_lapsing_papers
from commonlot.process.membership.actions.announcements import announce, tell
from commonlot.process.membership.actions.applications import (
    accept_application,
    apply_to_join,
    confirm_application,
    decline_application,
    forget_applications,
    withdraw_application,
)
from commonlot.process.membership.actions.approvals import (
    end_backup,
    name_backup,
    set_approval_limits,
    set_two_approvals,
)
from commonlot.process.membership.actions.asks import forget_asks
from commonlot.process.membership.actions.assistance import (
    add_paper,
    ask_for_help,
    assign_request,
    decline_request,
    finish_request,
    take_request,
    withdraw_request,
)
from commonlot.process.membership.actions.bounced import mail_came_back
from commonlot.process.membership.actions.calendars import end_calendar_address, make_calendar_address
from commonlot.process.membership.actions.campaign_course import (
    mailing_ended,
    mailing_stopped,
    note_opened,
    pause_campaign,
    prepare_campaign,
    resume_campaign,
    send_campaign,
    start_scheduled,
    stop_campaign,
)
from commonlot.process.membership.actions.campaigns import (
    CAUSE,
    Words,
    cancel_campaign,
    change_campaign,
    note_copy_taken,
    remind_again,
    schedule_campaign,
    send_test,
    write_campaign,
)
from commonlot.process.membership.actions.certificates import check_certificate, refuse_certificate
from commonlot.process.membership.actions.county_votes import OPEN_TO_THE_COUNTY, record_county_vote
from commonlot.process.membership.actions.delegations import (
    end_delegation,
    grant_delegation,
    lapse_delegations,
    propose_delegation,
    refuse_delegation,
    withdraw_proposal,
)
from commonlot.process.membership.actions.facts import change_facts, change_newspapers
from commonlot.process.membership.actions.files import (
    choose_member_columns,
    import_at_once,
    perform_member_import,
    refuse_member_import,
    start_member_import,
    upload_members,
)
from commonlot.process.membership.actions.hours import log_hours, take_back_hours
from commonlot.process.membership.actions.invitations import (
    LinesRefused,
    invite_people,
    send_invitation_again,
    withdraw_invitation,
)
from commonlot.process.membership.actions.list_rows import take_in_address
from commonlot.process.membership.actions.members import change_agency, enrol_agency, found_lead_agency
from commonlot.process.membership.actions.papers import (
    add_certificate,
    add_certification,
    certify,
    change_demands,
    citation_of,
)
from commonlot.process.membership.actions.people import change_roles, end_seat, invite_person
from commonlot.process.membership.actions.registrations import (
    ask_to_register,
    forget_unproved,
    proof_link,
    prove_registration,
    registration_of,
    token_of,
)
from commonlot.process.membership.actions.reminders import remind_of_ends
from commonlot.process.membership.actions.service_requests import (
    answer_service_request,
    ask_service,
    decline_service_request,
    withdraw_service_request,
)
from commonlot.process.membership.actions.services import (
    change_service,
    publish_service,
    unpublish_service,
    write_service,
)
from commonlot.process.membership.actions.subscribers import (
    add_subscriber,
    end_subscription,
    note_list_taken,
    send_confirmation_again,
)
from commonlot.process.membership.actions.subscriptions import (
    ask_to_subscribe,
    change_preferences,
    confirm_subscription,
    forget_subscription,
    forget_unconfirmed,
    unsubscribe,
)
from commonlot.process.membership.actions.twins import fold_vendor, tell_apart
from commonlot.process.membership.actions.vendors import (
    change_vendor,
    check_vendor,
    drop_contact,
    keep_contact,
    register_vendor,
)
from commonlot.process.membership.actions.votes import (
    attach_signed_copy,
    record_board_vote,
    record_failed_vote,
)

__all__ = [
    "CAUSE",
    "OPEN_TO_THE_COUNTY",
    "LinesRefused",
    "Words",
    "accept_application",
    "add_certificate",
    "add_certification",
    "add_paper",
    "add_subscriber",
    "announce",
    "answer_service_request",
    "apply_to_join",
    "ask_for_help",
    "ask_service",
    "ask_to_register",
    "ask_to_subscribe",
    "assign_request",
    "attach_signed_copy",
    "cancel_campaign",
    "certify",
    "change_agency",
    "change_campaign",
    "change_demands",
    "change_facts",
    "change_newspapers",
    "change_preferences",
    "change_roles",
    "change_service",
    "change_vendor",
    "check_certificate",
    "check_vendor",
    "choose_member_columns",
    "citation_of",
    "confirm_application",
    "confirm_subscription",
    "decline_application",
    "decline_request",
    "decline_service_request",
    "drop_contact",
    "end_agreement",
    "end_backup",
    "end_calendar_address",
    "end_delegation",
    "end_seat",
    "end_subscription",
    "enrol_agency",
    "finish_request",
    "fold_vendor",
    "forget_applications",
    "forget_asks",
    "forget_subscription",
    "forget_unconfirmed",
    "forget_unproved",
    "found_lead_agency",
    "grant_delegation",
    "import_at_once",
    "invite_people",
    "invite_person",
    "keep_contact",
    "lapse_agreements",
    "lapse_delegations",
    "lay_before_board",
    "log_hours",
    "mail_came_back",
    "mailing_ended",
    "mailing_stopped",
    "make_calendar_address",
    "name_backup",
    "note_copy_taken",
    "note_list_taken",
    "note_opened",
    "pause_campaign",
    "perform_member_import",
    "prepare_campaign",
    "proof_link",
    "propose_delegation",
    "prove_registration",
    "publish_service",
    "record_board_vote",
    "record_county_vote",
    "record_failed_vote",
    "refuse_certificate",
    "refuse_delegation",
    "refuse_member_import",
    "register_vendor",
    "registration_of",
    "remind_again",
    "remind_of_ends",
    "resume_campaign",
    "schedule_campaign",
    "send_campaign",
    "send_confirmation_again",
    "send_invitation_again",
    "send_test",
    "set_approval_limits",
    "set_term",
    "set_two_approvals",
    "start_agreement",
    "start_member_import",
    "start_renewal",
    "start_scheduled",
    "stop_campaign",
    "take_back_hours",
    "take_in_address",
    "take_request",
    "tell",
    "tell_apart",
    "token_of",
    "unpublish_service",
    "unsubscribe",
    "upload_members",
    "warn_of_lapsing_papers",
    "withdraw_application",
    "withdraw_invitation",
    "withdraw_proposal",
    "withdraw_request",
    "withdraw_service_request",
    "write_campaign",
    "write_service",
]
