"""Reading prices at the opening: one person types what the paper says, another holds it against the paper."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from commonlot.engines.spreadsheets import read_table
from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.kernel.money import Money
from commonlot.process.bidding import access, rules, states
from commonlot.process.bidding.actions.receiving import next_envelope
from commonlot.process.bidding.models import BidPrice, OpenedBid, PaperBid
from commonlot.process.bidding.rules import FileBid, LineOffered, TypedPrice
from commonlot.process.bidding.states import PaperBidStatus
from commonlot.process.membership import actions as membership
from commonlot.process.membership.models import Vendor
from commonlot.process.solicitation.models import BidLine, Solicitation
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record

NO_BID = TypedPrice(None)


@transaction.atomic
def type_bid(
    *,
    paper_bid_id: int,
    prices: Mapping[int, TypedPrice],
    actor: Seat,
    now: datetime,
    stated_total: Decimal | None = None,
) -> OpenedBid:
    """Type what one envelope says; prices are keyed by bid line, and a line without one is a no-bid."""
    known = PaperBid.objects.get(pk=paper_bid_id)
    solicitation = Solicitation.objects.select_for_update().get(pk=known.solicitation_id)
    access.read_prices.require(actor, solicitation, now=now)
    paper_bid = PaperBid.objects.select_related("vendor__organisation").get(pk=paper_bid_id)
    lines = list(solicitation.lines.all())
    unknown = set(prices) - {line.pk for line in lines}
    if unknown:
        raise Refused("A price was typed for a line that is not in this solicitation.")
    return _write_down(paper_bid, lines, prices, stated_total=stated_total, actor=actor, now=now)


@transaction.atomic
def upload_bids(
    *,
    solicitation_id: int,
    name: str,
    content: bytes,
    actor: Seat,
    now: datetime,
    register_unknown: bool = False,
) -> list[OpenedBid]:
    """Type all bids of a file at once, each still to be checked by another person.

    With register_unknown, bidders whose envelope was stamped by hand are entered too, as long as no price of
    this opening was typed; the page shows that this desk did not stamp them.
    """
    solicitation = Solicitation.objects.select_for_update().get(pk=solicitation_id)
    access.read_prices.require(actor, solicitation, now=now)
    lines = list(solicitation.lines.all())
    bids = rules.read_bids(
        read_table(content, name=name), [LineOffered(each.number, each.quantity) for each in lines]
    )
    envelopes = _envelopes_of(solicitation, bids, actor, now, enter_unknown=register_unknown)
    by_number = {line.number: line.pk for line in lines}
    typed = [
        _write_down(
            envelopes[bid.vendor], lines, {by_number[number]: price for number, price in bid.prices.items()},
            stated_total=None, actor=actor, now=now,
        )
        for bid in bids
    ]  # fmt: skip
    record(
        at=now, actor=actor, verb="bidding.bids_uploaded", subject=solicitation.opening, within=solicitation,
        file=name, bids=len(typed),
    )  # fmt: skip
    return typed


@transaction.atomic
def check_bid(*, opened_bid_id: int, actor: Seat, now: datetime) -> OpenedBid:
    """Confirm that the typed prices are those on the paper; from then on the public sees them."""
    bid, paper_bid = _locked(opened_bid_id)
    access.check_bid.require(actor, bid, now=now)
    workflow.check_move(states.PAPER_BID_MOVES, paper_bid.status, PaperBidStatus.READ)

    paper_bid.status = PaperBidStatus.READ
    paper_bid.save(update_fields=["status"])
    bid.checked_by, bid.checked_at = actor, now
    bid.save(update_fields=["checked_by", "checked_at"])
    record(at=now, actor=actor, verb="bidding.bid_checked", subject=bid, within=bid.solicitation)
    return bid


@transaction.atomic
def return_to_typing(*, opened_bid_id: int, reason: str, actor: Seat, now: datetime) -> OpenedBid:
    """Send a typed bid back, because it differs from the paper."""
    bid, paper_bid = _locked(opened_bid_id)
    access.read_prices.require(actor, bid.solicitation, now=now)
    workflow.check_move(states.PAPER_BID_MOVES, paper_bid.status, PaperBidStatus.RECEIVED)
    if not reason.strip():
        raise Refused("Say what differs from the paper.", field="reason")

    paper_bid.status = PaperBidStatus.RECEIVED
    paper_bid.save(update_fields=["status"])
    record(
        at=now,
        actor=actor,
        verb="bidding.bid_returned",
        subject=bid,
        within=bid.solicitation,
        reason=reason.strip(),
    )
    return bid


def _locked(opened_bid_id: int) -> tuple[OpenedBid, PaperBid]:
    known = OpenedBid.objects.get(pk=opened_bid_id)
    Solicitation.objects.select_for_update().get(pk=known.solicitation_id)
    bid = OpenedBid.objects.select_related("solicitation", "vendor__organisation", "paper_bid").get(
        pk=opened_bid_id
    )
    return bid, bid.paper_bid


def _write_down(
    paper_bid: PaperBid,
    lines: list[BidLine],
    prices: Mapping[int, TypedPrice],
    *,
    stated_total: Decimal | None,
    actor: Seat,
    now: datetime,
) -> OpenedBid:
    workflow.check_move(states.PAPER_BID_MOVES, paper_bid.status, PaperBidStatus.TYPED)
    if paper_bid.is_late:
        raise Refused("A late bid is never opened.")
    total = None if stated_total is None else Money.of(stated_total).amount
    if total is not None and not 0 <= total < rules.MOST_AMOUNT:
        raise Refused("This total is too large or below zero. Look at the paper again.", field="stated_total")
    bid, _ = OpenedBid.objects.update_or_create(
        paper_bid=paper_bid,
        defaults={
            "solicitation_id": paper_bid.solicitation_id, "vendor_id": paper_bid.vendor_id, "typed_by": actor,
            "typed_at": now, "stated_total": total,
        },
    )  # fmt: skip
    bid.prices.all().delete()
    read = {line.pk: rules.check_price(prices.get(line.pk, NO_BID)) for line in lines}
    BidPrice.objects.bulk_create(
        BidPrice(bid=bid, line_id=pk, unit_price=price.unit_price, stated_amount=price.stated_amount)
        for pk, price in read.items()
    )
    paper_bid.status = PaperBidStatus.TYPED
    paper_bid.save(update_fields=["status"])
    priced = sum(price.unit_price is not None for price in read.values())
    record(
        at=now,
        actor=actor,
        verb="bidding.bid_typed",
        subject=bid,
        within=paper_bid.solicitation,
        lines_bid=priced,
    )
    return bid


def _envelopes_of(
    solicitation: Solicitation, bids: list[FileBid], actor: Seat, now: datetime, *, enter_unknown: bool
) -> dict[str, PaperBid]:
    """Find the envelope of every bidder of the file, by the vendor's name or number."""
    listed = solicitation.paper_bids.filter(status=PaperBidStatus.RECEIVED).select_related(
        "vendor__organisation"
    )
    known: dict[str, PaperBid] = {}
    for paper_bid in listed:
        known[_fold(paper_bid.vendor.organisation.name)] = known[_fold(paper_bid.vendor.number)] = paper_bid
    found = {bid.vendor: known[_fold(bid.vendor)] for bid in bids if _fold(bid.vendor) in known}
    unknown = [bid.vendor for bid in bids if bid.vendor not in found]
    if unknown and not enter_unknown:
        raise Refused(
            f"No sealed envelope of {', '.join(unknown[:5])} waits to be typed. Check the name against the list."
        )
    if unknown and solicitation.opened_bids.exists():
        raise Refused("Prices were typed already, so no envelope can be added to the list any more.")
    if len({paper_bid.pk for paper_bid in found.values()}) < len(found):
        raise Refused("Two bidders of the file are one vendor.")
    return found | {name: _list_by_hand(solicitation, name, actor, now) for name in unknown}


def _list_by_hand(solicitation: Solicitation, name: str, actor: Seat, now: datetime) -> PaperBid:
    vendors = list(Vendor.objects.standing().filter(organisation__name__iexact=" ".join(name.split()))[:2])
    if len(vendors) > 1:
        raise Refused(f"Several vendors are called {name}. Use the vendor's number in the file.")
    vendor = vendors[0] if vendors else membership.register_vendor(name=name, actor=actor, now=now)
    if solicitation.paper_bids.filter(vendor=vendor).exists():
        raise Refused(
            f"{vendor} has an envelope that is late, withdrawn or read; it cannot be entered again."
        )
    paper_bid = PaperBid.objects.create(
        solicitation=solicitation, vendor=vendor, envelope=next_envelope(solicitation), stamped_by_hand=True,
        received_by=actor,
    )  # fmt: skip
    record(at=now, actor=actor, verb="bidding.bid_listed_by_hand", subject=paper_bid, within=solicitation)
    return paper_bid


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
