"""Posting mail to the outbox, and sending what waits there."""

from commonlot.records.notices.actions.mailings import go_on, note_trouble, pause, resume, stop
from commonlot.records.notices.actions.posting import Letter, Posted, post, post_many
from commonlot.records.notices.actions.sending import give_up, note_failure, send, send_again, send_next

__all__ = [
    "Letter",
    "Posted",
    "give_up",
    "go_on",
    "note_failure",
    "note_trouble",
    "pause",
    "post",
    "post_many",
    "resume",
    "send",
    "send_again",
    "send_next",
    "stop",
]
