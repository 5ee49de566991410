"""Who gets what from the addresses of the outbox."""

from typing import Any

from commonlot.records.notices.actions import Letter, post_many
from commonlot.records.notices.models import Message
from commonlot.records.notices.states import MOST_ATTEMPTS
from tests.cast import Cast
from tests.house.matrix import REFUSED, THROUGH, Arguments, Row


def _given_up(cast: Cast) -> Arguments:
    mail = Message.objects.create(
        message_id="<a@example.org>", to=["a@example.org"], subject="A", text="A", cause="test", created_at=cast.now,
        attempts=MOST_ATTEMPTS, given_up_at=cast.now, last_error="451 later",
    )  # fmt: skip
    return {"pk": mail.pk}


def _mailing(cast: Cast) -> Arguments:
    letters = [Letter(to="a@example.org", subject="A", text="A")]
    posted = post_many(letters=letters, subject="A", cause="test", page="", now=cast.now)
    return {"pk": posted.mailing.pk}


COUNTY_ONLY: dict[str, Any] = {
    "buyer": THROUGH,
    **dict.fromkeys(("member", "other_member", "vendor", "rival", "public"), REFUSED),
}

ROWS = [
    Row(url="notices:index", **COUNTY_ONLY),
    Row(url="notices:mailing", given=_mailing, **COUNTY_ONLY),
    Row(url="notices:send_again", method="POST", given=_given_up, **COUNTY_ONLY),
]
