"""Whom a campaign is for, and what becomes of a mail to one of them."""

from enum import StrEnum


class Audience(StrEnum):
    """Whom a campaign is for."""

    LIST = "list"
    AGENCIES = "agencies"
    INVITED = "invited"


AUDIENCE_NAMES: dict[Audience, str] = {
    Audience.LIST: "The distribution list",
    Audience.AGENCIES: "People and offices of the agencies",
    Audience.INVITED: "The agencies that are invited",
}


class Outcome(StrEnum):
    """What became of a campaign's mail to one reader."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"
    UNSUBSCRIBED = "unsubscribed"
    SKIPPED = "skipped"


OUTCOME_NAMES: dict[Outcome, str] = {
    Outcome.WAITING: "Waiting",
    Outcome.SENT: "Sent",
    Outcome.FAILED: "Failed",
    Outcome.BOUNCED: "Came back",
    Outcome.UNSUBSCRIBED: "Unsubscribed after it",
    Outcome.SKIPPED: "Left out at the last moment",
}
