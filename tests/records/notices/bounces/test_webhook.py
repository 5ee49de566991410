"""What mail services post to the webhook, in the shape in which each of them writes it."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from commonlot.config.environment import mail_reports
from commonlot.records.notices.actions import post
from commonlot.records.notices.bounces import views as reports
from commonlot.records.notices.models import Bounce, LastDelivery, Message
from tests.cast import Cast

SECRET = "reports:a-long-random-password"
MAILGUN_KEY = "key-for-signatures"
READER = "cleo@example.org"


@pytest.fixture(autouse=True)
def _with_webhooks(cast: Cast, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.records.notices.bounces.with_webhooks"
    settings.ANYMAIL = {"WEBHOOK_SECRET": [SECRET], "MAILGUN_WEBHOOK_SIGNING_KEY": MAILGUN_KEY}
    settings.COMMONLOT_CLOCK_OFFSET = cast.now + timedelta(hours=2) - timezone.now()


@pytest.fixture
def mail(cast: Cast) -> Message:
    """One mail of ours that went to the reader."""
    return post(to=[READER], subject="News", text="x", cause="test", now=cast.now)


def _send(service: str, told: Any, *, secret: str = SECRET) -> int:
    headers = {"Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"} if secret else {}
    response = Client(enforce_csrf_checks=True).post(
        f"/mail/reports/{service}/", json.dumps(told), content_type="application/json", headers=headers
    )
    return response.status_code


def _postmark(cast: Cast, **more: Any) -> dict[str, Any]:
    at = (cast.now + timedelta(hours=1)).isoformat()
    return {
        "RecordType": "Bounce", "ID": 42, "Type": "HardBounce", "TypeCode": 1, "Name": "Hard bounce", "Tag": "",
        "MessageID": "00000000-0000-0000-0000-000000000000", "ServerID": 1234, "MessageStream": "outbound",
        "Description": "The server was unable to deliver your message", "Details": "550 5.1.1 unknown user",
        "Email": READER, "From": "purchasing@commonlot.example", "BouncedAt": at, "Inactive": True,
        "DumpAvailable": True, "CanActivate": True, "Subject": "News", "Metadata": {}, **more,
    }  # fmt: skip


def _mailgun(cast: Cast, mail: Message, *, event: str, token: str, **more: Any) -> dict[str, Any]:
    at = str(int((cast.now + timedelta(hours=1)).timestamp()))
    signature = hmac.new(MAILGUN_KEY.encode(), f"{at}{token}".encode(), hashlib.sha256).hexdigest()
    return {
        "signature": {"timestamp": at, "token": token, "signature": signature},
        "event-data": {
            "event": event, "id": "G9Bn5sl1TC6nu79C8C0bwg", "timestamp": float(at), "log-level": "error",
            "recipient": READER, "recipient-domain": "example.org", "tags": [], "user-variables": {},
            "message": {"headers": {"message-id": mail.message_id.strip("<>"), "to": READER, "subject": "News"}},
            "delivery-status": {"code": 550, "message": "no such user", "description": "", "attempt-no": 1},
            **more,
        },
    }  # fmt: skip


def test_postmark_tells_of_a_hard_bounce_once_however_often_it_tells(cast: Cast, mail: Message) -> None:
    for _ in range(3):
        assert _send("postmark", _postmark(cast)) == 200
    bounce = Bounce.objects.get()
    assert (bounce.kind, bounce.message, bounce.source) == ("hard", mail, "Postmark")
    assert bounce.at == cast.now + timedelta(hours=1)
    assert bounce.said == "550 5.1.1 unknown user"


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ({"Type": "HardBounce"}, "hard"),
        ({"Type": "BadEmailAddress"}, "hard"),
        ({"Type": "SoftBounce"}, "soft"),
        ({"Type": "Transient"}, "soft"),
        ({"Type": "DMARCPolicy"}, "soft"),
        ({"Type": "AutoResponder"}, ""),
        ({"RecordType": "SpamComplaint", "Type": "SpamComplaint"}, "complaint"),
        (
            {
                "RecordType": "SubscriptionChange", "Recipient": READER, "SuppressSending": True,
                "SuppressionReason": "ManualSuppression", "Email": None,
            },
            "unsubscribe",
        ),
        ({"RecordType": "Open", "Recipient": READER}, ""),
    ],
)  # fmt: skip
def test_postmarks_words_are_understood(cast: Cast, mail: Message, told: dict[str, Any], kind: str) -> None:
    sent = {name: value for name, value in _postmark(cast, **told).items() if value is not None}
    assert _send("postmark", sent) == 200
    assert [each.kind for each in Bounce.objects.all()] == ([kind] if kind else [])


def test_a_delivery_is_kept_as_the_last_one(cast: Cast, mail: Message) -> None:
    later, earlier = cast.now + timedelta(minutes=50), cast.now + timedelta(minutes=5)
    for at in (later, earlier):
        told = {
            "RecordType": "Delivery", "Recipient": READER, "DeliveredAt": at.isoformat(), "MessageID": "x",
            "Details": "Test", "Metadata": {}, "Tag": "", "ServerID": 1234,
        }  # fmt: skip
        assert _send("postmark", told) == 200
    assert LastDelivery.objects.get().at == later


@pytest.mark.parametrize(
    ("event", "more", "kind"),
    [
        ("failed", {"severity": "permanent", "reason": "bounce"}, "hard"),
        ("failed", {"severity": "temporary", "reason": "generic"}, "soft"),
        ("complained", {}, "complaint"),
        ("unsubscribed", {}, "unsubscribe"),
        ("opened", {}, ""),
    ],
)
def test_mailgun_signs_and_names_the_mail_by_its_id(
    cast: Cast, mail: Message, event: str, more: dict[str, Any], kind: str
) -> None:
    post(to=[READER], subject="Later news", text="x", cause="test", now=cast.now + timedelta(minutes=30))
    assert _send("mailgun", _mailgun(cast, mail, event=event, token="t1", **more)) == 200
    assert [(each.kind, each.message) for each in Bounce.objects.all()] == ([(kind, mail)] if kind else [])


def test_sparkposts_classes_tell_a_full_box_from_a_box_that_is_gone(cast: Cast, mail: Message) -> None:
    at = str(int((cast.now + timedelta(hours=1)).timestamp()))
    for number, (bounce_class, kind) in enumerate((("10", "hard"), ("22", "soft"), ("30", "hard"))):
        told = {
            "type": "bounce", "bounce_class": bounce_class, "event_id": str(number), "raw_rcpt_to": READER,
            "message_id": "1", "timestamp": at, "raw_reason": "552", "reason": "552", "error_code": "552",
        }  # fmt: skip
        assert _send("sparkpost", [{"msys": {"message_event": told}}]) == 200
        assert Bounce.objects.latest("pk").kind == kind


def test_brevo_says_soft_and_hard_by_the_name_of_the_event(cast: Cast, mail: Message) -> None:
    at = int((cast.now + timedelta(hours=1)).timestamp())
    for number, (event, kind) in enumerate(
        (("soft_bounce", "soft"), ("hard_bounce", "hard"), ("spam", "complaint"))
    ):
        told = {
            "event": event, "email": READER, "id": number, "date": "2026-11-23 10:00:00", "ts": at, "ts_event": at,
            "ts_epoch": at * 1000, "message-id": mail.message_id, "subject": "News", "reason": "said",
        }  # fmt: skip
        assert _send("brevo", told) == 200
        assert Bounce.objects.latest("pk").kind == kind


@pytest.mark.parametrize("secret", ["", "reports:wrong", "wrong:a-long-random-password"])
def test_who_does_not_know_the_secret_is_not_heard(cast: Cast, mail: Message, secret: str) -> None:
    assert _send("postmark", _postmark(cast), secret=secret) == 400
    assert not Bounce.objects.exists()


def test_a_wrong_signature_is_not_heard(cast: Cast, mail: Message) -> None:
    told = _mailgun(cast, mail, event="complained", token="t1")
    told["signature"]["signature"] = "0" * 64
    assert _send("mailgun", told) == 400
    assert not Bounce.objects.exists()


def test_nothing_is_read_at_the_webhook(cast: Cast) -> None:
    assert Client().get("/mail/reports/postmark/").status_code == 405


def test_without_a_service_there_is_no_webhook() -> None:
    names = {getattr(each, "name", "") for each in get_resolver("commonlot.config.urls").url_patterns}
    assert "mail_reports" not in names
    assert reports.addresses("") == []
    with pytest.raises(ImproperlyConfigured, match="knows no service 'pigeons'"):
        reports.addresses("pigeons")


def test_a_service_without_a_long_secret_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    assert mail_reports("") == {}
    for secret in ("", "short:one", "a-long-password-without-a-name"):
        monkeypatch.setenv("COMMONLOT_MAIL_WEBHOOK_SECRET", secret)
        with pytest.raises(ImproperlyConfigured, match="COMMONLOT_MAIL_WEBHOOK_SECRET"):
            mail_reports("postmark")
    monkeypatch.setenv("COMMONLOT_MAIL_WEBHOOK_SECRET", f"{SECRET},{SECRET}2")
    assert mail_reports("postmark") == {"WEBHOOK_SECRET": [SECRET, f"{SECRET}2"]}
    with pytest.raises(ImproperlyConfigured, match="COMMONLOT_MAIL_SIGNING_KEY"):
        mail_reports("mailgun")
    monkeypatch.setenv("COMMONLOT_MAIL_SIGNING_KEY", "k")
    assert mail_reports("mailgun")["MAILGUN_WEBHOOK_SIGNING_KEY"] == "k"
