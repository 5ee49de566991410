"""Prices are everyone's once read; the desk is the county's; an award is public from its intent on."""

from typing import Any

from commonlot.process.award.states import AwardStatus
from tests.cast import Cast
from tests.factories.award import Opened, award, opened_bids
from tests.house.matrix import HIDDEN, REFUSED, THROUGH, Arguments, Row, open_to_all


def _opened(cast: Cast) -> Opened:
    return opened_bids(cast, {"salt_and_sons": ["70", "68", None], "rival_salt": ["71", "67", "75"]})


def _solicitation(cast: Cast) -> Arguments:
    return {"pk": _opened(cast).solicitation.pk}


def _bid(cast: Cast) -> Arguments:
    return {"pk": _opened(cast).bids["Salt & Sons"].pk}


def _recommended(cast: Cast) -> Arguments:
    return {"pk": award(_opened(cast), cast).pk}


def _posted(cast: Cast) -> Arguments:
    return {"pk": award(_opened(cast), cast, status=AwardStatus.INTENT_POSTED).pk}


DESK: dict[str, Any] = {
    "buyer": THROUGH, "member": HIDDEN, "other_member": HIDDEN, "vendor": HIDDEN, "rival": HIDDEN, "public": REFUSED,
}  # fmt: skip
SEES_BUT_MAY_NOT: dict[str, Any] = {
    "buyer": THROUGH, "member": REFUSED, "other_member": REFUSED, "vendor": REFUSED, "rival": REFUSED,
    "public": REFUSED,
}  # fmt: skip
AGENT = {"buyer": "purchasing_agent"}
REASON = {"reason": "The prices are above the budget."}

ROWS: list[Row] = [
    open_to_all("award:index"),
    open_to_all("award:tabulation", given=_solicitation),
    open_to_all("award:csv", given=_solicitation),
    open_to_all("award:xlsx", given=_solicitation),
    open_to_all("award:detail", given=_posted),
    Row(url="award:detail", given=_recommended, **{**DESK, "public": HIDDEN}),
    Row(url="award:recommend", method="POST", given=_solicitation, **SEES_BUT_MAY_NOT),
    Row(url="award:rule_on_bid", given=_bid, **DESK),
    Row(
        url="award:rule_on_bid",
        method="POST",
        given=_bid,
        data={"counts": "no", "reason": "Not signed."},
        **DESK,
    ),
    Row(url="award:reject_all", given=_solicitation, **DESK),
    Row(url="award:reject_all", method="POST", given=_solicitation, data=REASON, seats=AGENT, **DESK),
    Row(url="award:withdraw", given=_recommended, **DESK),
    Row(url="award:withdraw", method="POST", given=_recommended, data=REASON, **DESK),
    Row(url="award:post_intent", method="POST", given=_recommended, **DESK),
    Row(url="award:approve", method="POST", given=_posted, seats=AGENT, **SEES_BUT_MAY_NOT),
]
