"""Nothing typed by a person becomes another line of a mail's head, or another recipient."""

from datetime import datetime
from email.headerregistry import Address

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonlot.kernel.errors import Refused
from commonlot.records.notices import actions, rules
from commonlot.records.notices.models import Message
from tests.records.notices.sink import MailSink

WRITTEN_BY_THE_OUTBOX = {
    "Content-Type", "Content-Transfer-Encoding", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID",
}  # fmt: skip
NASTY = [
    "\r\nBcc: spy@example.com",
    "\nBcc: spy@example.com",
    "\r",
    "\x0b",
    "\x1c",
    "\x85",
    "\u2028",
    "\x00",
    "=?utf-8?q?=0ABcc:_spy@example.com?=",
]
MAILBOXES = [
    "office@county.example",
    "The County <office@county.example>",
    '"Office, County" <o@county.example>',
    "é <o@county.example>",
]
LINE = st.lists(
    st.sampled_from([*NASTY, "Bids", " ", "é", "😀", ",", "<", ">", ":", ";"]) | st.text(max_size=6),
    max_size=6,
).map("".join)
ADDRESS = st.one_of(
    st.just("dana@example.org"),
    st.sampled_from([*NASTY, ", spy@example.com", " spy@example.com", ">"]).map("dana@example.org".__add__),
    st.emails(),
    LINE,
)  # fmt: skip


def _post(now: datetime, **more: object) -> Message:
    facts: dict[str, object] = {
        "to": ["dana@example.org"],
        "subject": "Bids are open",
        "text": "All of them.",
    }
    return actions.post(now=now, cause="test.cause", **{**facts, **more})  # type: ignore[arg-type]


@given(subject=LINE, address=ADDRESS, reply_to=st.sampled_from(MAILBOXES) | LINE, list_id=LINE)
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.django_db
def test_whatever_is_typed_the_mail_that_arrives_has_our_lines_and_one_recipient(
    mail_sink: MailSink, now: datetime, subject: str, address: str, reply_to: str, list_id: str
) -> None:
    headers = {"Reply-To": reply_to, "List-Id": list_id}
    try:
        message = _post(now, subject=subject, to=[address], headers=headers)
    except Refused:
        return
    actions.send(message_pk=message.pk, now=now)
    mail, recipients = mail_sink.mails[-1], mail_sink.recipients[-1]
    assert set(mail.keys()) == WRITTEN_BY_THE_OUTBOX | set(headers)
    assert len(mail.keys()) == len(set(mail.keys()))
    assert len(recipients) == 1
    assert Address(addr_spec=recipients[0]).domain == address.rpartition("@")[2].encode("idna").decode()


@pytest.mark.parametrize(
    "name", ["Bcc", "To", "Subject", "Content-Type", "X-Anything", "reply-to", "Reply-To\nBcc"]
)
@pytest.mark.django_db
def test_a_mail_gets_no_line_that_is_not_on_the_list(now: datetime, name: str) -> None:
    with pytest.raises(Refused, match="has no line"):
        _post(now, headers={name: "spy@example.com"})


@pytest.mark.parametrize("value", ["a\nBcc: spy@example.com", "a\rb", "a\x00b", "a\u2028b", "", "a" * 901])
@pytest.mark.django_db
def test_an_added_line_is_one_line(now: datetime, value: str) -> None:
    with pytest.raises(Refused, match="does not fit"):
        _post(now, headers={"Reply-To": value})


@pytest.mark.parametrize(
    "address",
    ["dana@example.org, spy@example.com", "dana@example.org spy@example.com", "Dana <dana@example.org>", "dana",
     "dana@", "@example.org", "dana@example..org", "dana@-example.org", "dana@example.org\nBcc: spy@example.com"],
)  # fmt: skip
@pytest.mark.django_db
def test_a_recipient_is_exactly_one_address(now: datetime, address: str) -> None:
    with pytest.raises(Refused, match="cannot be written to"):
        _post(now, to=[address])


@pytest.mark.parametrize("address", ["t-022@example.org", "o'neil+bids@a.b.example.gov", "x@bücher.example"])
def test_an_ordinary_address_is_written_to(address: str) -> None:
    assert rules.why_not_address(address) is None


@pytest.mark.django_db
def test_a_mail_with_a_page_arrives_as_both_and_says_the_same(mail_sink: MailSink, now: datetime) -> None:
    message = _post(now, html="<p>All of <strong>them</strong>.</p>", headers={"Precedence": "bulk"})
    actions.send(message_pk=message.pk, now=now)
    (mail,) = mail_sink.mails
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail["Precedence"] == "bulk"
    assert mail["Message-ID"] == message.message_id


@pytest.mark.parametrize(
    "value",
    ["a@example.org, b@example.org", "A <a@example.org>, b@example.org", "A <a@example.org> b", "é", "a b"],
)
def test_mail_is_from_one_address_and_answered_to_one(value: str) -> None:
    assert rules.why_not_headers({"Reply-To": value}) is not None
    assert rules.why_not_headers({"From": value}) is not None
    assert all(rules.why_not_headers({"Reply-To": each}) is None for each in MAILBOXES)
