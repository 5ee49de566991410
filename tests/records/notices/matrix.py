"""Who gets what from the addresses of the outbox."""

from typing import Any

from commonlot.records.notices.models import Message
from commonlot.records.notices.states import MOST_ATTEMPTS
from tests.cast import Cast
from tests.house.matrix import REFUSED, THROUGH, Arguments, Row


def _given_up(cast: Cast) -> Arguments:
    mail = Message.objects.create(
        message_id="<a@example.org>", to=["a@example.org"], subject="A", text="A", cause="test", created_at=cast.now,
        attempts=MOST_ATTEMPTS, last_error="451 later",
    )  # fmt: skip
    return {"pk": mail.pk}


COUNTY_ONLY: dict[str, Any] = {
    "buyer": THROUGH,
    **dict.fromkeys(("member", "other_member", "vendor", "rival", "public"), REFUSED),
}

ROWS = [
    Row(url="notices:index", **COUNTY_ONLY),
    Row(url="notices:send_again", method="POST", given=_given_up, **COUNTY_ONLY),
]
