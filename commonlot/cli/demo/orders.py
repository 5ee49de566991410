"""Contracts that were there before, one that others adopt, and orders from all of them."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from commonlot.cli.demo.county import County
from commonlot.cli.demo.tables import Row, rows
from commonlot.process.contracts import actions as contracts
from commonlot.process.contracts.models import Contract, PriceLine
from commonlot.process.ordering import actions
from commonlot.process.ordering.models import Order

EARLIEST = -580
LADDER = ("draft", "submitted", "sent", "acknowledged", "part", "received", "closed")


def enter_contracts(county: County) -> dict[str, Contract]:
    """Enter the contracts that the county has already; one is over by now."""
    entered: dict[str, Contract] = {}
    days = county.days
    for number, lines in groupby(rows("contracts"), key=lambda row: row["number"]):
        terms = list(lines)
        first = terms[0]
        starts = days.month(0, later=-int(first["began_months_ago"]))
        entered_on = max(days.offset(starts) + 12, EARLIEST)
        contract = contracts.enter_contract(
            number=f"{starts:%y}-{number}", title=first["title"], vendor_id=county.vendors[first["vendor"]].pk, starts_on=starts,
            ends_on=days.month(days.offset(starts), later=int(first["months"])),
            prices=[
                {"description": row["line"], "unit": row["unit"], "unit_price": Decimal(row["unit_price"])}
                for row in terms
            ],
            actor=county.buyer, now=days.at(entered_on), use_by_others=first["use_by_others"] == "yes",
        )  # fmt: skip
        contracts.sign_contract(contract_id=contract.pk, actor=county.agent, now=days.at(entered_on + 1))
        entered[number] = contract
    return entered


def adopt(county: County, contract: Contract, body: str, *, offset: int, statement: str) -> None:
    """Let an agency that took no part adopt a contract, with its reasons on file."""
    contracts.adopt_contract(
        contract_id=contract.pk, statement=statement, actor=county.approver(body), now=county.days.at(offset, 11)
    )


def place_orders(county: County) -> None:
    """Place every order of the file and take each as far as the file says."""
    for row in rows("orders"):
        _place(county, row)


def _place(county: County, row: Row) -> None:
    days, day = county.days, int(row["day"])
    requester = county.speaker(row["agency"])
    order = None
    for words, _, quantity in (line.rpartition("=") for line in row["lines"].split("; ")):
        order = actions.add_to_basket(
            price_line_id=_price_line(county, row, words).pk, quantity=Decimal(quantity), actor=requester,
            now=days.at(day, 9, 10),
        )  # fmt: skip
    if order is None or row["state"] == "draft":
        return
    site = order.agency.sites.order_by("pk").last()
    actions.submit_order(
        order_id=order.pk, deliver_to_id=site.pk if site else None, budget_code=row["budget_code"],
        note=row["note"], beyond_because=row["beyond"], actor=requester, now=days.at(day, 9, 40),
    )  # fmt: skip
    if row["state"] == "returned":
        actions.return_order(
            order_id=order.pk, because=row["because"], actor=county.approver(row["agency"]), now=days.at(day, 15)
        )
        return
    if row["state"] == "submitted":
        return
    actions.approve_order(order_id=order.pk, actor=county.approver(row["agency"]), now=days.at(day, 14, 20))
    if row["state"] == "cancelled":
        actions.cancel_order(
            order_id=order.pk, because=row["because"], actor=county.approver(row["agency"]), now=days.at(day, 16)
        )
        return
    _deliver(county, row, order)


def _deliver(county: County, row: Row, order: Order) -> None:
    days, day = county.days, int(row["day"])
    steps = LADDER[3 : LADDER.index(row["state"]) + 1]
    seat = county.vendor_seat(order.contract.vendor)
    if "acknowledged" in steps and seat is not None:  # a vendor may as well answer by mail
        actions.acknowledge_order(order_id=order.pk, actor=seat, now=days.at(day + 1, 8, 45))
    lines = list(order.lines.all())
    if "part" in steps:
        came = {line.pk: (line.quantity / 2).to_integral_value() for line in lines}
        _receive(county, row, order, came, day=day + 6, note="First truck.")
    if "received" in steps:
        rest = {line.pk: line.quantity - came[line.pk] for line in lines}
        _receive(county, row, order, rest, day=day + 9, note="The rest.")
    if "closed" in steps:
        actions.close_order(order_id=order.pk, actor=county.receiver(row["agency"]), now=days.at(day + 12, 9))


def _receive(
    county: County, row: Row, order: Order, quantities: dict[int, Decimal], *, day: int, note: str
) -> None:
    actions.record_receipt(
        order_id=order.pk, received_on=county.days.day(day), quantities=quantities, note=note,
        actor=county.receiver(row["agency"]), now=county.days.at(day, 11, 30),
    )  # fmt: skip


def _price_line(county: County, row: Row, words: str) -> PriceLine:
    """Find a contract line by words of its description, among the contracts that the agency may order from."""
    agency = county.agencies[row["agency"]]
    lines = PriceLine.objects.filter(contract__participations__agency=agency, contract__status="active")
    for word in words.split("+"):
        lines = lines.filter(description__icontains=word)
    return _only(list(lines.select_related("contract").order_by("pk")), words)


def _only(found: Sequence[PriceLine], words: str) -> PriceLine:
    if not found:
        raise LookupError(f"No contract line says “{words}”.")
    return found[0]
