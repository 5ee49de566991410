"""Every change to members, their people, their agreements and their certificates."""

from commonlot.process.membership.actions.agreements import (
    attach_signed_copy,
    end_agreement,
    lapse_agreements,
    lay_before_board,
    record_board_vote,
    start_agreement,
)
from commonlot.process.membership.actions.approvals import (
    end_backup,
    name_backup,
    set_approval_limits,
    set_two_approvals,
)
from commonlot.process.membership.actions.invitations import (
    LinesRefused,
    invite_people,
    send_invitation_again,
    withdraw_invitation,
)
from commonlot.process.membership.actions.members import (
    add_certificate,
    enrol_agency,
    found_lead_agency,
    register_vendor,
)
from commonlot.process.membership.actions.people import change_roles, end_seat, invite_person

__all__ = [
    "LinesRefused",
    "add_certificate",
    "attach_signed_copy",
    "change_roles",
    "end_agreement",
    "end_backup",
    "end_seat",
    "enrol_agency",
    "found_lead_agency",
    "invite_people",
    "invite_person",
    "lapse_agreements",
    "lay_before_board",
    "name_backup",
    "record_board_vote",
    "register_vendor",
    "send_invitation_again",
    "set_approval_limits",
    "set_two_approvals",
    "start_agreement",
    "withdraw_invitation",
]
