"""Every change to members, their people, their agreements, the help they get, and their certificates."""

from commonlot.process.membership.actions.agreements import (
    attach_signed_copy,
    end_agreement,
    lapse_agreements,
    lay_before_board,
    record_board_vote,
    start_agreement,
)
from commonlot.process.membership.actions.assistance import (
    add_paper,
    ask_for_help,
    assign_request,
    decline_request,
    finish_request,
    take_request,
    withdraw_request,
)
from commonlot.process.membership.actions.delegations import (
    end_delegation,
    grant_delegation,
    lapse_delegations,
    propose_delegation,
    refuse_delegation,
    withdraw_proposal,
)
from commonlot.process.membership.actions.hours import log_hours, take_back_hours
from commonlot.process.membership.actions.members import (
    add_certificate,
    enrol_agency,
    found_lead_agency,
    register_vendor,
)
from commonlot.process.membership.actions.people import change_roles, end_seat, invite_person

__all__ = [
    "add_certificate",
    "add_paper",
    "ask_for_help",
    "assign_request",
    "attach_signed_copy",
    "change_roles",
    "decline_request",
    "end_agreement",
    "end_delegation",
    "end_seat",
    "enrol_agency",
    "finish_request",
    "found_lead_agency",
    "grant_delegation",
    "invite_person",
    "lapse_agreements",
    "lapse_delegations",
    "lay_before_board",
    "log_hours",
    "propose_delegation",
    "record_board_vote",
    "refuse_delegation",
    "register_vendor",
    "start_agreement",
    "take_back_hours",
    "take_request",
    "withdraw_proposal",
    "withdraw_request",
]
