"""From what was read to who wins: the engine awards, every cent is added up again here."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from commonlot.engines.award import Form, award_lines
from commonlot.engines.award.form import Bid as EngineBid
from commonlot.engines.award.form import Bidder as EngineBidder
from commonlot.engines.award.form import Line as EngineLine
from commonlot.kernel.errors import Refused
from commonlot.kernel.money import Money, UnitPrice, add_up, extend
from commonlot.process.award.rules import findings
from commonlot.process.award.rules.sheet import Bid, Cell, Column, Line, Loss, Price, Row, Sheet, Tabulated

MILLION = 1_000_000
Offers = Mapping[tuple[int, str], Price]


def tabulate(sheet: Sheet) -> Tabulated:
    """Award the sheet by line to the lowest bids that count, and explain every line; what was awarded stays."""
    offers = {(price.line, price.bidder): price for price in sheet.prices}
    given = sheet.given
    answer = given.answer if given is not None else award_lines(form_of(sheet))
    winners = given.winners if given is not None else _winners(answer)
    drawn = {int(tie["line"]) for tie in answer["ties"]}
    rows = [_row(line, sheet, offers, winners.get(line.number), line.number in drawn) for line in sheet.lines]
    columns = [_column(bid, rows) for bid in sheet.bids]
    total = add_up([row.amount for row in rows if row.amount is not None])
    _add_up_again(answer, columns, total, by_name=given is None)
    return Tabulated(rows, columns, total, answer, findings.look(rows, columns))


def _winners(answer: Mapping[str, Any]) -> dict[int, str]:
    return {int(entry["line"]): str(entry["bidder"]) for entry in answer["awards"]}


def form_of(sheet: Sheet) -> Form:
    """Make the engine's form of the bids that count; no-bids are no bids."""
    counting = {bid.bidder for bid in sheet.bids if bid.responsive}
    return Form(
        lines=tuple(
            EngineLine(str(line.number), int(line.quantity * MILLION), line.lot, line.unit, line.description)
            for line in sheet.lines
        ),
        bids=tuple(
            EngineBid(price.bidder, str(price.line), int(price.unit_price * MILLION))
            for price in sheet.prices
            if price.unit_price is not None and price.bidder in counting
        ),
        bidders=tuple(EngineBidder(name) for name in sorted(counting)),
        by="line",
        draw_seed=str(sheet.draw_seed),
    )


def _row(line: Line, sheet: Sheet, offers: Offers, winner: str | None, drawn: bool) -> Row:
    counting = {bid.bidder: bid.responsive for bid in sheet.bids}
    asked = [price for (number, _), price in offers.items() if number == line.number]
    prices = [each.unit_price for each in asked if each.unit_price is not None and counting[each.bidder]]
    lowest = min(prices, default=None)
    cells = [_cell(line, bid, offers.get((line.number, bid.bidder)), lowest, winner) for bid in sheet.bids]
    amount = next((cell.amount for cell in cells if cell.is_awarded), None)
    return Row(line, cells, winner, amount, why(cells, winner, drawn, sheet.draw_seed))


def _cell(line: Line, bid: Bid, price: Price | None, lowest: Decimal | None, winner: str | None) -> Cell:
    asked = price.unit_price if price is not None else None
    return Cell(
        bidder=bid.bidder,
        unit_price=asked,
        amount=extend(line.quantity, UnitPrice(asked)) if asked is not None else None,
        stated=price.stated if price is not None else None,
        counts=bid.responsive,
        is_low=bid.responsive and asked is not None and asked == lowest,
        is_awarded=bid.bidder == winner,
    )


def why(cells: Sequence[Cell], winner: str | None, drawn: bool, seed: int) -> str:
    """Say in a sentence or two why a line goes where it goes."""
    bids = [cell for cell in cells if cell.counts and cell.amount is not None]
    if winner is None:
        return "No bid that counts." if any(cell.amount is not None for cell in cells) else "Nobody bid."
    won = next(cell for cell in bids if cell.bidder == winner)
    if len(bids) == 1:
        return "The only bid that counts."
    equal = sorted(cell.bidder for cell in bids if cell.amount == won.amount and cell.bidder != winner)
    if equal:
        how = f"by the published drawing, seed {seed}" if drawn else "by the fewest contracts, as published"
        return f"Equal to the low bid of {_listed(equal)}. The tie is broken {how}."
    nearest = min(
        (cell for cell in bids if cell.bidder != winner), key=lambda cell: (_cents(cell), cell.bidder)
    )
    more = Money(_cents(nearest) - _cents(won))
    return f"Lowest of {len(bids)} bids that count. Next: {nearest.bidder} at ${nearest.unit_price:,.4f}, {more} more."


def _column(bid: Bid, rows: Sequence[Row]) -> Column:
    mine = [
        (row, cell)
        for row in rows
        for cell in row.cells
        if cell.bidder == bid.bidder and cell.amount is not None
    ]
    won = [row for row, cell in mine if cell.is_awarded]
    return Column(
        bid=bid,
        lines_bid=len(mine),
        as_read=add_up([cell.amount for _, cell in mine if cell.amount is not None]),
        lines_won=len(won),
        won=add_up([row.amount for row in won if row.amount is not None]),
        losses=sorted(_losses(mine), key=lambda loss: (loss.dearer, loss.line.number)),
    )


def _losses(mine: Sequence[tuple[Row, Cell]]) -> list[Loss]:
    found = []
    for row, cell in mine:
        if row.winner is None or cell.is_awarded or cell.unit_price is None or cell.amount is None:
            continue
        if row.won_at is not None and row.amount is not None:
            dearer = cell.amount - row.amount
            found.append(Loss(row.line, cell.unit_price, cell.amount, row.winner, row.won_at, dearer))
    return found


def _add_up_again(
    answer: Mapping[str, Any], columns: Sequence[Column], total: Money, *, by_name: bool
) -> None:
    """Refuse an answer that does not add up to the cent when added up another way.

    A bidder may be renamed after the award, so that a stored answer is held against amounts, not names.
    """
    theirs = {entry["bidder"]: entry["total_cents"] for entry in answer["bidders"]}
    ours = {column.bid.bidder: column.won.cents for column in columns if column.lines_won}
    same = theirs == ours if by_name else sorted(theirs.values()) == sorted(ours.values())
    if answer["status"] != "optimal" or not same or answer["objective_cents"] != total.cents:
        raise Refused(
            "The award does not add up to the cent, so nothing was awarded. Tell your administrator."
        )


def _cents(cell: Cell) -> int:
    return cell.amount.cents if cell.amount is not None else 0


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
