"""Who gets what from the addresses of the distribution list: its own links all, the list itself the staff only."""

from typing import Any

from commonlot.process.membership import queries
from commonlot.process.membership.states import SubscriptionStatus
from tests.cast import Cast
from tests.factories.distribution_list import make_subscription
from tests.house.matrix import HIDDEN, PEOPLE, REFUSED, THROUGH, Arguments, Row, open_to_all

NOBODY: dict[str, Any] = dict.fromkeys(PEOPLE, HIDDEN)
COUNTY_ONLY: dict[str, Any] = {
    "buyer": THROUGH,
    **dict.fromkeys(("member", "other_member", "vendor", "rival", "public"), REFUSED),
}


def _own(cast: Cast) -> Arguments:
    return {"token": queries.own_token(make_subscription(now=cast.now))}


def _to_confirm(cast: Cast) -> Arguments:
    pending = make_subscription(now=cast.now, status=SubscriptionStatus.PENDING)
    return {"token": queries.confirmation_address(pending, now=cast.now).split("/")[-2]}


def _invented(cast: Cast) -> Arguments:
    return {"token": f"{make_subscription(now=cast.now).pk}.invented"}


def _reader(cast: Cast) -> Arguments:
    return {"pk": make_subscription(now=cast.now, agency=cast.town).pk}


def _waiting(cast: Cast) -> Arguments:
    return {"pk": make_subscription(now=cast.now, status=SubscriptionStatus.PENDING).pk}


CHOICE = {"topics": ["calls"]}
WISH = {"email": "citizen@example.org", **CHOICE}
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
ROWS = [
    open_to_all("membership:subscribe"),
    open_to_all("membership:subscribe", method="POST", data=WISH),
    open_to_all("membership:subscribe_asked"),
    open_to_all("membership:confirm_subscription", given=_to_confirm),
    open_to_all("membership:confirm_subscription", method="POST", given=_to_confirm),
    Row(url="membership:confirm_subscription", given=_invented, **NOBODY),
    Row(url="membership:confirm_subscription", method="POST", given=_invented, **NOBODY),
    open_to_all("membership:preferences", given=_own),
    open_to_all("membership:preferences", method="POST", given=_own, data=CHOICE),
    Row(url="membership:preferences", given=_invented, **NOBODY),
    Row(url="membership:preferences", method="POST", given=_invented, data=CHOICE, **NOBODY),
    open_to_all("membership:unsubscribe", given=_own),
    open_to_all("membership:unsubscribe", method="POST", given=_own, data=ONE_CLICK),
    Row(url="membership:unsubscribe", given=_invented, **NOBODY),
    Row(url="membership:unsubscribe", method="POST", given=_invented, data=ONE_CLICK, **NOBODY),
    open_to_all("membership:forget_subscription", method="POST", given=_own, data={"sure": "yes"}),
    Row(url="membership:forget_subscription", method="POST", given=_invented, data={"sure": "yes"}, **NOBODY),
    Row(url="membership:subscribers", **COUNTY_ONLY),
    Row(url="membership:download_subscribers", method="POST", **COUNTY_ONLY),
    Row(url="membership:subscriber", given=_reader, **COUNTY_ONLY),
    Row(url="membership:add_subscriber", **COUNTY_ONLY),
    Row(url="membership:add_subscriber", method="POST", data=WISH, **COUNTY_ONLY),
    Row(url="membership:send_confirmation_again", method="POST", given=_waiting, **COUNTY_ONLY),
    Row(
        url="membership:end_subscription", method="POST", given=_reader, data={"because": "Asked by phone"},
        **COUNTY_ONLY,
    ),
]  # fmt: skip
