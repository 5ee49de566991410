"""What a report means: the address is gone, it may pass, its owner complained; or nothing at all."""

import pytest

from commonlot.records.notices.bounces.rules import Kind, is_refused_for_good, judge


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (("bounced", "bounced", {"bounce": {"bounceType": "Permanent"}}), Kind.HARD),  # as SES tells it
        (("bounced", "bounced", {"bounce": {"bounceType": "Transient"}}), Kind.SOFT),
        (("bounced", "bounced", {"bounce": {"bounceType": "Undetermined"}}), Kind.SOFT),
        (("bounced", "bounced", {"type": "activity.soft_bounced"}), Kind.SOFT),
        (("bounced", "bounced", {"data": {"bounce": {"type": "Permanent"}}}), Kind.HARD),
        (("bounced", "bounced", {"event": "bounce", "type": "blocked"}), Kind.SOFT),  # as SendGrid tells it
        (("bounced", "invalid", {}), Kind.HARD),
        (("bounced", None, None), Kind.HARD),
        (("bounced", "spam", {}), Kind.SOFT),  # the words were refused, not the address
        (("bounced", "timed_out", {}), Kind.SOFT),
        (("rejected", "bounced", {}), Kind.HARD),
        (("rejected", "spam", {}), Kind.COMPLAINT),
        (("rejected", "unsubscribed", {}), Kind.UNSUBSCRIBE),
        (("rejected", None, {}), None),
        (("deferred", None, {}), Kind.SOFT),
        (("complained", "spam", {}), Kind.COMPLAINT),
        (("unsubscribed", None, {}), Kind.UNSUBSCRIBE),
        (("failed", "other", {}), None),
        (("opened", None, {}), None),
        (("delivered", None, {}), None),
    ],
)
def test_a_report_is_read_as_it_is_meant(told: tuple[str, str | None, object], kind: Kind | None) -> None:
    assert judge(*told) == kind


@pytest.mark.parametrize(
    ("code", "said", "for_good"),
    [
        (550, "5.1.1 unknown user", True),
        (550, "No such user here", True),
        (553, "mailbox name not allowed", True),
        (550, "5.2.1 mailbox disabled", True),
        (552, "5.2.2 mailbox full", False),
        (550, "5.7.1 relaying denied", False),
        (550, "Relaying denied", False),
        (550, "blocked by our policy", False),
        (554, "5.7.1 listed by a block list", False),
        (530, "authentication required", False),
        (450, "4.1.1 unknown for now", False),
        (250, "5.1.1", False),
    ],
)
def test_only_an_address_that_is_gone_is_refused_for_good(code: int, said: str, for_good: bool) -> None:
    assert is_refused_for_good(code, said) == for_good
