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
    "CAUSE",
    "Words",
    "add_certificate",
    "add_subscriber",
    "announce",
    "ask_to_subscribe",
    "attach_signed_copy",
    "cancel_campaign",
    "change_campaign",
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
    "mailing_ended",
    "mailing_stopped",
    "note_copy_taken",
    "note_list_taken",
    "note_opened",
    "pause_campaign",
    "prepare_campaign",
    "record_board_vote",
    "register_vendor",
    "remind_again",
    "resume_campaign",
    "schedule_campaign",
    "send_campaign",
    "send_confirmation_again",
    "send_test",
    "start_agreement",
    "start_scheduled",
    "stop_campaign",
    "tell",
    "unsubscribe",
    "write_campaign",
]
