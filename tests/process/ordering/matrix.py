"""Orders are the agency's own; the county reads them, and the vendor those that were sent to it."""

from typing import Any

from commonlot.process.contracts.models import ContractParticipation, PriceLine
from commonlot.process.ordering.models import Order
from tests.cast import Cast
from tests.factories import help as help_with
from tests.factories import ordering as make
from tests.house.matrix import HIDDEN, REFUSED, THROUGH, Arguments, Row


def _part(cast: Cast) -> tuple[ContractParticipation, PriceLine]:
    line = make.price_line(make.contract(cast))
    return make.takes_part(cast.town, line.contract, cast), line


def _order(cast: Cast, status: str) -> Order:
    part, line = _part(cast)
    return make.order(part, line, by=cast.requester, cast=cast, status=status, approved_by=cast.approver)


def _drafted_on_behalf(cast: Cast) -> Arguments:
    part, line = _part(cast)
    lent = help_with.granted(cast, acts=("orders",), by=cast.requester, grants=cast.approver)
    return {"order_id": make.order(part, line, by=help_with.marked_seat(lent), cast=cast).pk}


def _given(status: str) -> Any:
    return lambda cast: {"order_id": _order(cast, status).pk}


def _line_of_a_basket(cast: Cast) -> Arguments:
    return {"line_id": _order(cast, "draft").lines.get().pk}


def _salt_into_the_basket(cast: Cast, _: Arguments) -> Arguments:
    return {"price_line": _part(cast)[1].pk, "quantity": "2"}


def _what_came(cast: Cast, arguments: Arguments) -> Arguments:
    line = Order.objects.get(pk=arguments["order_id"]).lines.get()
    return {"received_on": cast.now.date().isoformat(), f"quantity-{line.pk}": "1"}


def _leaver(cast: Cast) -> Arguments:
    _order(cast, "draft")
    return {"seat_id": cast.requester.pk}


SEATED: dict[str, Any] = {
    "buyer": THROUGH, "member": THROUGH, "other_member": THROUGH, "vendor": THROUGH, "rival": THROUGH,
    "public": REFUSED,
}  # fmt: skip
OWN: dict[str, Any] = {
    "buyer": REFUSED, "member": THROUGH, "other_member": HIDDEN, "vendor": REFUSED, "rival": HIDDEN,
    "public": REFUSED,
}  # fmt: skip
NOT_SENT: dict[str, Any] = {**OWN, "vendor": HIDDEN}
UNKNOWN: dict[str, Any] = {**dict.fromkeys(SEATED, HIDDEN), "public": REFUSED}
ADMINISTRATOR = {"member": "approver"}  # the town's administrator
BECAUSE = {"because": "Not needed after all"}

ROWS = [
    Row(url="ordering:index", **SEATED),
    Row(url="ordering:basket", **SEATED),
    Row(url="ordering:basket", method="POST", given=None, data={"order": "1"},
        **UNKNOWN),
    Row(url="ordering:add", method="POST", data=_salt_into_the_basket,
        **{**OWN, "other_member": REFUSED, "rival": REFUSED}),
    Row(url="ordering:change_line", method="POST", given=_line_of_a_basket, data={"quantity": "3"}, **NOT_SENT),
    Row(url="ordering:leaving", given=_leaver, **{**OWN, "buyer": THROUGH, "member": REFUSED, "vendor": HIDDEN}),
    Row(url="ordering:leaving", given=_leaver, seats=ADMINISTRATOR, **{**OWN, "buyer": THROUGH, "vendor": HIDDEN}),
    Row(url="ordering:leaving", method="POST", given=_leaver, seats=ADMINISTRATOR, data={"to": ""},
        **{**OWN, "buyer": THROUGH, "vendor": HIDDEN}),
    Row(url="ordering:detail", given=_given("sent"), **{**OWN, "buyer": THROUGH, "vendor": THROUGH}),
    Row(url="ordering:take_over", method="POST", given=_drafted_on_behalf, **NOT_SENT),
    Row(url="ordering:approve", method="POST", given=_given("submitted"), seats={"member": "approver"}, **NOT_SENT),
    Row(url="ordering:acknowledge", method="POST", given=_given("sent"),
        **{**OWN, "member": REFUSED, "vendor": THROUGH}),
    Row(url="ordering:close", method="POST", given=_given("received"), seats={"member": "receiver"}, **OWN),
    Row(url="ordering:return", given=_given("submitted"), **NOT_SENT),
    Row(url="ordering:return", method="POST", given=_given("submitted"), data=BECAUSE, **NOT_SENT),
    Row(url="ordering:cancel", given=_given("submitted"), **NOT_SENT),
    Row(url="ordering:cancel", method="POST", given=_given("submitted"), data=BECAUSE, **NOT_SENT),
    Row(url="ordering:receive", given=_given("sent"), **OWN),
    Row(url="ordering:receive", method="POST", given=_given("sent"), data=_what_came, **OWN),
]  # fmt: skip
