"""Mail leaves together with its cause, once, and a failing mail server is tried again and shown."""

from datetime import datetime

import pytest
from django.db import transaction

from commonlot.records.documents.actions import keep
from commonlot.records.notices.actions import post
from commonlot.records.notices.models import Message
from tests.records.jobs.worker import RunWorker
from tests.records.notices.sink import MailSink


def _post(now: datetime, **more: object) -> Message:
    facts = {
        "to": ["dana@example.org"],
        "subject": "Bids are open",
        "text": "All of them.",
        "cause": "test.cause",
    }
    return post(now=now, **{**facts, **more})  # type: ignore[arg-type]


def test_mail_leaves_once_its_cause_stands(run_worker: RunWorker, mail_sink: MailSink, now: datetime) -> None:
    message = _post(now)
    assert run_worker() == ["succeeded"]
    assert [mail["Subject"] for mail in mail_sink.mails] == ["Bids are open"]
    assert mail_sink.mails[0]["Message-ID"] == message.message_id
    message.refresh_from_db()
    assert message.sent_at is not None


def test_mail_of_work_that_was_undone_never_leaves(
    run_worker: RunWorker, mail_sink: MailSink, now: datetime
) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _post(now)
        raise ZeroDivisionError
    assert run_worker() == []
    assert mail_sink.mails == []
