"""Contracts that were there before, one that others adopt, and orders from all of them."""

from decimal import Decimal
from itertools import groupby

from commonlot.cli.demo.county import County
from commonlot.cli.demo.tables import Row, rows
from commonlot.process.contracts import actions as contracts
from commonlot.process.contracts.models import Contract, PriceLine
from commonlot.process.contracts.states import ContractStatus
from commonlot.process.ordering import actions
from commonlot.process.ordering.models import Order

EARLIEST = -580


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
            number=f"{starts:%y}-{number}", title=first["title"], starts_on=starts,
            vendor_id=county.vendors[first["vendor"]].pk,
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
        contract_id=contract.pk,
        statement=statement,
        actor=county.approver(body),
        now=county.days.at(offset, 11),
    )


def place_orders(county: County) -> None:
    """Place every order of the file and take each as far as the file says."""
    for row in rows("orders"):
        _place(county, row)


def _place(county: County, row: Row) -> None:
    """Fill a basket for each contract that the lines stand in, and send each."""
    requester = county.speaker(row["agency"])
    baskets: dict[int, Order] = {}
    for words, _, quantity in (line.rpartition("=") for line in row["lines"].split("; ")):
        order = actions.add_to_basket(
            price_line_id=line_of(row["agency"], county, words).pk, quantity=Decimal(quantity), actor=requester,
            now=county.days.at(int(row["day"]), 9, 10),
        )  # fmt: skip
        baskets[order.pk] = order
    if row["state"] != "draft":
        for order in baskets.values():
            _send(county, row, order)


def _send(county: County, row: Row, order: Order) -> None:
    """Ask for approval, and take the order as far as its row says."""
    day = int(row["day"])
    requester, approver = county.speaker(row["agency"]), county.approver(row["agency"])
    site = order.agency.sites.order_by("pk").last()
    actions.submit_order(
        order_id=order.pk, deliver_to_id=site.pk if site else None, budget_code=row["budget_code"],
        note=row["note"], beyond_because=row["beyond"], actor=requester, now=county.days.at(day, 9, 40),
    )  # fmt: skip
    if row["state"] == "submitted":
        return
    afternoon = county.days.at(day, 15)
    if row["state"] == "returned":
        actions.return_order(order_id=order.pk, because=row["because"], actor=approver, now=afternoon)
        return
    actions.approve_order(order_id=order.pk, actor=approver, now=county.days.at(day, 14, 20))
    if row["state"] == "cancelled":
        actions.cancel_order(order_id=order.pk, because=row["because"], actor=approver, now=afternoon)
        return
    _deliver(county, row, order)


def _deliver(county: County, row: Row, order: Order) -> None:
    days, day = county.days, int(row["day"])
    seat = county.vendor_seat(order.contract.vendor)
    if row["state"] != "sent" and seat is not None:  # a vendor may as well answer by mail
        actions.acknowledge_order(order_id=order.pk, actor=seat, now=days.at(day + 1, 8, 45))
    whole = {line.pk: line.quantity for line in order.lines.all()}
    half = {pk: (quantity / 2).to_integral_value() for pk, quantity in whole.items()}
    if row["state"] in {"part", "received"}:  # in two trucks
        _receive(county, row, order, half, day=day + 6, note="First truck.")
    if row["state"] == "received":
        rest = {pk: quantity - half[pk] for pk, quantity in whole.items()}
        _receive(county, row, order, rest, day=day + 9, note="The rest.")
    if row["state"] == "closed":
        _receive(county, row, order, whole, day=day + 7, note="")
        actions.close_order(order_id=order.pk, actor=county.receiver(row["agency"]), now=days.at(day + 12, 9))


def _receive(
    county: County, row: Row, order: Order, quantities: dict[int, Decimal], *, day: int, note: str
) -> None:
    actions.record_receipt(
        order_id=order.pk, received_on=county.days.day(day), quantities=quantities, note=note,
        actor=county.receiver(row["agency"]), now=county.days.at(day, 11, 30),
    )  # fmt: skip


def line_of(body: str, county: County, words: str) -> PriceLine:
    """Find a line by words of its description, among the contracts that an agency may order from."""
    lines = PriceLine.objects.filter(
        contract__participations__agency=county.agencies[body], contract__status=ContractStatus.ACTIVE
    )
    for word in words.split("+"):
        lines = lines.filter(description__icontains=word)
    found = lines.select_related("contract").order_by("pk").first()
    if found is None:
        raise LookupError(f"{body} has no contract line that says “{words}”.")
    return found
