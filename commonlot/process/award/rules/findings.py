"""What a buyer must look at before recommending: sums that do not add up, lapsed papers, ties, lone bids."""

from collections.abc import Iterator, Sequence

from commonlot.process.award.rules.sheet import Column, FoundThat, Row


def look(rows: Sequence[Row], columns: Sequence[Column]) -> list[FoundThat]:
    """Return everything found, the bids' own faults first, then the lines in order."""
    return [*_of_bids(columns), *_of_sums(rows), *_of_lines(rows)]


def _of_bids(columns: Sequence[Column]) -> Iterator[FoundThat]:
    for column in columns:
        bid = column.bid
        for paper in bid.lapsed:
            yield FoundThat("certificate", f"{bid.bidder}: {paper}.", bid.bidder)
        if column.total_differs:
            yield FoundThat(
                "arithmetic",
                f"{bid.bidder} wrote a total of ${bid.stated_total:,.2f}; its lines add up to {column.as_read}. "
                "The unit prices count.",
                bid.bidder,
            )


def _of_sums(rows: Sequence[Row]) -> Iterator[FoundThat]:
    for row in rows:
        for cell in row.cells:
            if cell.differs:
                yield FoundThat(
                    "arithmetic",
                    f"Line {row.line.number}, {cell.bidder}: wrote ${cell.stated:,.2f}; "
                    f"{row.line.quantity.normalize():,f} × ${cell.unit_price:,.4f} is {cell.amount}. "
                    "The unit price counts.",
                    cell.bidder,
                    row.line.number,
                )


def _of_lines(rows: Sequence[Row]) -> Iterator[FoundThat]:
    for row in rows:
        number = row.line.number
        bids = [cell for cell in row.cells if cell.counts and cell.amount is not None]
        if not bids:
            yield FoundThat("no_bid", f"Line {number}: {row.why[0].lower()}{row.why[1:]}", line=number)
        elif len(bids) == 1:
            yield FoundThat("single_bid", f"Line {number}: only {bids[0].bidder} bid.", line=number)
        elif sum(cell.amount == row.amount for cell in bids) > 1:
            yield FoundThat("tie", f"Line {number}: {row.winner} wins a tie. {row.why}", line=number)
