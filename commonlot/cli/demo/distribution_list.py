"""Who reads the county's bid notices: invented people at invented addresses, in every state a reader can be in."""

from datetime import datetime, timedelta
from typing import Any

from commonlot.cli.demo.county import County
from commonlot.cli.demo.tables import Row, rows
from commonlot.process.membership import actions, queries
from commonlot.process.membership.models import Announcement, Subscription
from commonlot.records.notices import actions as outbox
from commonlot.records.notices.bounces.actions import Report, note_bounce
from commonlot.records.notices.bounces.rules import Kind
from commonlot.records.notices.models import Mailing, Message

SERVICE = "Postmark"
SAID = {
    Kind.HARD: "550 5.1.1 The mailbox does not exist",
    Kind.SOFT: "452 4.2.2 The mailbox is full",
}


def sign_readers_up(county: County) -> None:
    """Let people sign up and confirm, tell them what the chapters announced since, and let some leave."""
    readers = sorted(rows("readers"), key=lambda row: (int(row["asked"]), row["email"]))
    for row in readers:
        _sign_up(county, row)
    _tell_what_was_announced(county)
    for row in readers:
        _go_on(county, row)
    Announcement.objects.filter(told_at=None).delete()


def _sign_up(county: County, row: Row) -> None:
    day = int(row["asked"])
    facts: dict[str, Any] = {
        "email": row["email"], "name": row["name"], "topics": row["topics"].split("|"),
        "commodities": [code for code in row["commodities"].split("|") if code],
        "agency_id": county.agencies[row["agency"]].pk if row["agency"] else None,
    }  # fmt: skip
    if row["becomes"] == "letter":
        actions.add_subscriber(
            **facts, written_on=county.days.day(day - 3), written_how="Letter of the clerk, file 14",
            actor=county.buyer, now=county.days.at(day),
        )  # fmt: skip
        return
    asked = actions.ask_to_subscribe(**facts, now=county.days.at(day))
    if asked is not None and row["becomes"] != "pending":
        at = county.days.at(day, 11)
        token = queries.confirmation_address(asked, now=at).rstrip("/").rpartition("/")[2]
        actions.confirm_subscription(token=token, now=at)


def _tell_what_was_announced(county: County) -> None:
    began = county.days.at(min(int(row["asked"]) for row in rows("readers")), 12)
    for announcement in Announcement.objects.filter(created_at__gt=began).order_by("created_at"):
        at = announcement.created_at + timedelta(minutes=1)
        actions.tell(announcement_id=announcement.pk, now=at)
    mailings = Mailing.objects.filter(cause="membership.announced", finished_at=None)
    for mailing in mailings:
        at = mailing.created_at + timedelta(minutes=1)
        mailing.messages.update(sent_at=at, attempts=1)
        outbox.go_on(mailing_pk=mailing.pk, turn=mailing.turn, now=at)


def _go_on(county: County, row: Row) -> None:
    """Let one reader pause, leave, or be a box that mail comes back from."""
    reader, becomes, at = Subscription.objects.get(email=row["email"]), row["becomes"], county.days.at(-1, 9)
    if becomes == "paused":
        actions.change_preferences(
            subscription_id=reader.pk, topics=reader.topics, commodities=reader.commodities,
            agency_id=reader.agency_id, name=reader.name, paused=True, now=at,
        )  # fmt: skip
    elif becomes == "unsubscribed":
        actions.unsubscribe(subscription_id=reader.pk, because="One click in a mail", now=at)
    elif becomes in set(Kind):
        _let_mail_come_back(reader, Kind(becomes), now=at)


def _let_mail_come_back(reader: Subscription, kind: Kind, *, now: datetime) -> None:
    letters = Message.objects.filter(to=[reader.email]).order_by("-created_at", "-pk")
    for mail in letters[: 3 if kind == Kind.SOFT else 1]:
        report = Report(
            source=SERVICE, recipient=reader.email, at=mail.created_at + timedelta(hours=1),
            message_id=mail.message_id, said=SAID[kind],
        )  # fmt: skip
        note_bounce(report=report, kind=kind, now=now)
