"""Who gets what from the calendar and its feeds."""

from typing import Any

from commonlot.process.membership.actions import make_calendar_address
from commonlot.process.membership.queries import calendar_token
from tests.cast import Cast
from tests.factories.solicitation import solicitation
from tests.house.matrix import HIDDEN, REFUSED, THROUGH, Arguments, Row, open_to_all

SEATED: dict[str, Any] = dict.fromkeys(("buyer", "member", "other_member", "vendor", "rival"), THROUGH)


def _bid(cast: Cast) -> Arguments:
    return {"kind": "bids", "pk": solicitation(cast).pk}


def _draft(cast: Cast) -> Arguments:
    from commonlot.process.solicitation.states import Status

    return {"kind": "bids", "pk": solicitation(cast, status=Status.DRAFT, bids_due_at=cast.now).pk}


def _secret(cast: Cast) -> Arguments:
    make_calendar_address(actor=cast.requester, now=cast.now)
    return {"token": calendar_token(cast.requester, now=cast.now)}


def _guessed(cast: Cast) -> Arguments:
    return {"token": _secret(cast)["token"][:-2] + "xx"}


HIDDEN_TO_ALL: dict[str, Any] = dict.fromkeys((*SEATED, "public"), HIDDEN)
ROWS = [
    open_to_all("web:subscribe_calendar"),
    open_to_all("web:calendar_ics"),
    open_to_all("web:calendar_atom"),
    open_to_all("web:calendar_date", given=_bid),
    Row(url="web:calendar_date", given=_draft, **HIDDEN_TO_ALL),
    Row(url="web:my_calendar", public=REFUSED, **SEATED),
    Row(url="web:make_calendar_address", method="POST", public=REFUSED, **SEATED),
    # the requester has an address, the others have none to switch off
    Row(url="web:end_calendar_address", method="POST", public=REFUSED, **(SEATED | {
        "buyer": REFUSED, "other_member": REFUSED, "vendor": REFUSED, "rival": REFUSED,
    }), given=lambda cast: _secret(cast) and {}),
    open_to_all("web:my_dates", given=_secret),  # whoever has the secret reads it: that is what it is for
    Row(url="web:my_dates", given=_guessed, **HIDDEN_TO_ALL),
]  # fmt: skip
