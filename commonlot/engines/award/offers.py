"""What may be awarded as a whole under the basis: a line, a lot, or everything; and who offers it at what."""

from collections import defaultdict
from dataclasses import dataclass

from commonlot.engines.award.form import Bid, Form, Line, amount_cents, lot_of


@dataclass(frozen=True)
class Piece:
    """A part of an offer: lines at line prices (one line), or a lot at its all-or-none price."""

    lines: tuple[str, ...]
    amount: int
    via: str
    lot: str | None = None


@dataclass(frozen=True)
class Offer:
    """One bidder's cheapest admissible offer for an item, in cents."""

    bidder: str
    amount: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Item:
    """What is awarded whole or left out whole. leave_out: cents; None if it must be awarded when it can be."""

    lines: tuple[str, ...]
    leave_out: int | None
    offers: tuple[Offer, ...]


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Order ids as people do: 2 before 10."""
    parts: list[tuple[int, int, str]] = []
    digits = ""
    for character in text + "\0":
        if character.isascii() and character.isdigit():
            digits += character
            continue
        if digits:
            parts.append((0, int(digits), digits))
            digits = ""
        parts.append((1, 0, character))
    return tuple(parts)


def items_of(form: Form) -> list[Item]:
    """Return the items of the basis in canonical order, each with its admissible offers."""
    bids = {(bid.bidder, bid.line): bid for bid in form.bids}
    lines = sorted(form.lines, key=lambda line: (natural(line.id), line.id))
    bidders = sorted(bidder.id for bidder in form.bidders)
    if form.by == "line":
        return [_item([line], [_line_offer([line], b, bids) for b in bidders]) for line in lines]
    lots: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        lots[lot_of(line)].append(line)
    whole = {bidder.id: dict(bidder.all_or_none) for bidder in form.bidders}
    per_lot = {
        lot: [_lot_offer(lot, members, b, bids, whole[b]) for b in bidders] for lot, members in lots.items()
    }
    if form.by == "lot":
        return [_item(members, per_lot[lot]) for lot, members in lots.items()]
    together = [_together([per_lot[lot][i] for lot in lots]) for i in range(len(bidders))]
    return [_item(lines, together)]


def _item(lines: list[Line], offers: list[Offer | None]) -> Item:
    costs = [line.unawarded_cost for line in lines]
    known = [cost for cost in costs if cost is not None]
    admissible = tuple(offer for offer in offers if offer is not None)
    leave_out = sum(known) if len(known) == len(costs) or not admissible else None
    return Item(tuple(line.id for line in lines), leave_out, admissible)


def _line_offer(lines: list[Line], bidder: str, bids: dict[tuple[str, str], Bid]) -> Offer | None:
    pieces = []
    for line in lines:
        bid = bids.get((bidder, line.id))
        if bid is None:
            return None
        pieces.append(Piece((line.id,), amount_cents(line.quantity, bid.price_at(line.quantity)), "line"))
    return Offer(bidder, sum(piece.amount for piece in pieces), tuple(pieces))


def _lot_offer(
    lot: str, lines: list[Line], bidder: str, bids: dict[tuple[str, str], Bid], whole: dict[str, int]
) -> Offer | None:
    by_line = _line_offer(lines, bidder, bids)
    if lot not in whole or (by_line is not None and by_line.amount <= whole[lot]):
        return by_line
    piece = Piece(tuple(line.id for line in lines), whole[lot], "all_or_none", lot)
    return Offer(bidder, whole[lot], (piece,))


def _together(offers: list[Offer | None]) -> Offer | None:
    sound = [offer for offer in offers if offer is not None]
    if len(sound) < len(offers):
        return None
    pieces = tuple(piece for offer in sound for piece in offer.pieces)
    return Offer(sound[0].bidder, sum(offer.amount for offer in sound), pieces)
