"""Every change to members, their people, their agreements and their certificates."""

from commonlot.process.membership.actions.agreements import (
    attach_signed_copy,
    end_agreement,
    lapse_agreements,
    lay_before_board,
    record_board_vote,
    start_agreement,
)
from commonlot.process.membership.actions.announcements import announce, tell
from commonlot.process.membership.actions.asks import forget_asks
from commonlot.process.membership.actions.bounced import mail_came_back
from commonlot.process.membership.actions.members import (
    add_certificate,
    enrol_agency,
    found_lead_agency,
    register_vendor,
)
from commonlot.process.membership.actions.people import change_roles, end_seat, invite_person
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

__all__ = [
    "add_certificate",
    "add_subscriber",
    "announce",
    "ask_to_subscribe",
    "attach_signed_copy",
    "change_preferences",
    "change_roles",
    "confirm_subscription",
    "end_agreement",
    "end_seat",
    "end_subscription",
    "enrol_agency",
    "forget_asks",
    "forget_subscription",
    "forget_unconfirmed",
    "found_lead_agency",
    "invite_person",
    "lapse_agreements",
    "lay_before_board",
    "mail_came_back",
    "note_list_taken",
    "record_board_vote",
    "register_vendor",
    "send_confirmation_again",
    "start_agreement",
    "tell",
    "unsubscribe",
]
