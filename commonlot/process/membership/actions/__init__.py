"""Every change to members, their people, their agreements and their certificates."""

from commonlot.process.membership.actions.agreements import (
    end_agreement,
    lapse_agreements,
    lay_before_board,
    set_term,
    start_agreement,
    start_renewal,
)
from commonlot.process.membership.actions.applications import (
    accept_application,
    apply_to_join,
    confirm_application,
    decline_application,
    forget_unconfirmed,
    withdraw_application,
)
from commonlot.process.membership.actions.facts import change_facts
from commonlot.process.membership.actions.members import (
    add_certificate,
    enrol_agency,
    found_lead_agency,
    register_vendor,
)
from commonlot.process.membership.actions.people import change_roles, end_seat, invite_person
from commonlot.process.membership.actions.reminders import remind_of_ends
from commonlot.process.membership.actions.votes import (
    attach_signed_copy,
    record_board_vote,
    record_failed_vote,
)

__all__ = [
    "accept_application",
    "add_certificate",
    "apply_to_join",
    "attach_signed_copy",
    "change_facts",
    "change_roles",
    "confirm_application",
    "decline_application",
    "end_agreement",
    "end_seat",
    "enrol_agency",
    "forget_unconfirmed",
    "found_lead_agency",
    "invite_person",
    "lapse_agreements",
    "lay_before_board",
    "record_board_vote",
    "record_failed_vote",
    "register_vendor",
    "remind_of_ends",
    "set_term",
    "start_agreement",
    "start_renewal",
    "withdraw_application",
]
