"""Nothing typed into the form becomes another line of a mail's head, or another recipient."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions, forms, rules
from commonlot.process.membership.models import Subscription
from commonlot.records import clock
from commonlot.records.notices import actions as outbox
from commonlot.records.notices.models import Message
from tests.records.notices.sink import MailSink

pytestmark = pytest.mark.django_db
HEAD = {
    "from", "to", "subject", "date", "message-id", "mime-version", "content-type", "content-transfer-encoding",
    "auto-submitted",
}  # fmt: skip
BREAKS = st.sampled_from(
    [
        "\r\n",
        "\n",
        "\r",
        "\x0b",
        "\x0c",
        "\x85",
        "\u2028",
        "\u2029",
        "\r\n ",
        "\r\n\r\n",
        "%0d%0a",
        "\t",
        "\x1c",
    ]
)
SMUGGLED = st.sampled_from(
    [
        "Bcc: victim@example.net", "To: victim@example.net", "Subject: buy", "X-Mark: 1", "victim@example.net",
        "=?utf-8?q?=0D=0ABcc:_victim@example.net?=", ",victim@example.net", ";victim@example.net",
        "<victim@example.net>",
        "\"a\"@example.org", "(a comment)", "List-Unsubscribe: <https://bad.example>",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(BREAKS, SMUGGLED, st.text(max_size=20)), max_size=5).map("".join)
LOCALS = st.one_of(st.just("citizen"), st.from_regex(r"[a-z0-9.+_'-]{1,12}", fullmatch=True), TEXTS)
ADDRESSES = st.one_of(
    st.builds("{}@example.org".format, LOCALS),
    st.builds("citizen@example.org{}{}".format, BREAKS, SMUGGLED),
    st.builds("{}{}citizen@example.org".format, SMUGGLED, BREAKS),
    st.builds("{}@{}.example.org".format, st.just("citizen"), TEXTS),
    st.emails(),
    st.just("x" * 300 + "@example.org"),
)


def _send_form(email: str, name: str) -> None:
    """Do what the public page does with what was typed."""
    form = forms.Subscribe({"email": email, "name": name, "topics": ["calls"]})
    if form.is_valid():
        try:
            actions.ask_to_subscribe(**form.wish(), network="", now=clock.now())
        except Refused as refusal:
            assume(refusal.field == "email")


@given(email=ADDRESSES, name=TEXTS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_input_gives_a_mail_another_line_of_its_head_or_another_recipient(
    mail_sink: MailSink, email: str, name: str
) -> None:
    mail_sink.mails.clear()
    mail_sink.recipients.clear()
    with transaction.atomic():
        _send_form(email, name)
        asked = Subscription.objects.first()
        for message in Message.objects.all():
            outbox.send(message_pk=message.pk, now=clock.now())
        transaction.set_rollback(True)
    assert len(mail_sink.mails) == (asked is not None)
    for letter, recipients in zip(mail_sink.mails, mail_sink.recipients, strict=True):
        assert asked is not None
        fields = [field.lower() for field in letter]
        assert sorted(fields) == sorted(set(fields))
        assert set(fields) <= HEAD
        (to,) = letter["To"].addresses
        (recipient,) = recipients
        assert to.addr_spec == recipient
        assert _spoken(recipient) == _spoken(asked.email)


def _spoken(address: str) -> str:
    return address.encode().decode("idna" if "xn--" in address else "utf-8").lower()


def test_the_property_sees_mail_at_all(mail_sink: MailSink) -> None:
    _send_form("citizen@example.org", "Cleo\r\nBcc: victim@example.net")
    outbox.send(message_pk=Message.objects.get().pk, now=clock.now())
    assert mail_sink.recipients == [["citizen@example.org"]]
    assert mail_sink.mails[0]["Bcc"] is None
    assert Subscription.objects.get().name == "Cleo Bcc victim example.net"


@given(TEXTS)
def test_a_name_is_one_line_without_address_or_encoded_word(name: str) -> None:
    kept = rules.plain_name(name)
    assert len(kept) <= 120
    assert kept == " ".join(kept.split())
    assert kept.isprintable()
    assert not set('@<>:;=?"') & set(kept)
    assert rules.plain_name(kept) == kept


def test_a_name_as_people_write_it_stays_as_it_is() -> None:
    for name in ("Zoë O’Hara-Núñez", "Dr. Ann Lee, Jr.", "李小龍", "Mary & Sons (west)"):
        assert rules.plain_name(name) == name
