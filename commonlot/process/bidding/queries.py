"""What the screens of bidding read. Nothing here tells anyone outside the county who has bid before the opening."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Q, QuerySet

from commonlot.kernel.money import Money
from commonlot.process.bidding import rules
from commonlot.process.bidding.models import BidPrice, OpenedBid, Opening, PaperBid
from commonlot.process.bidding.states import PaperBidStatus
from commonlot.process.membership.models import Vendor
from commonlot.process.solicitation.models import BidLine, Solicitation
from commonlot.process.solicitation.queries import in_state, unit_words
from commonlot.process.solicitation.states import Status
from commonlot.records.access.models import PUBLIC, AnySeat
from commonlot.records.audit.models import Entry
from commonlot.records.audit.queries import trail_of

MOST_COLUMNS = 4
"""Up to so many lines stand as columns beside their bidder; more stand as rows with a column a bidder."""


@dataclass(frozen=True)
class ReadPrice:
    """One price as it was read, beside what the arithmetic gives."""

    line: BidLine
    unit: str
    unit_price: Decimal | None
    amount: Money | None
    stated_amount: Decimal | None
    difference: Money | None


@dataclass(frozen=True)
class ReadBid:
    """One bid as it was read: its prices by line number, and its total added by machine."""

    bid: OpenedBid
    prices: list[ReadPrice]
    total: Money
    total_difference: Money | None

    @property
    def lines_bid(self) -> int:
        return sum(price.unit_price is not None for price in self.prices)

    @property
    def no_bids(self) -> int:
        return len(self.prices) - self.lines_bid

    @property
    def differences(self) -> list[ReadPrice]:
        """The lines where the bidder's own amount is not quantity x unit price."""
        return [price for price in self.prices if price.difference is not None]


def openings(actor: AnySeat, *, now: datetime) -> dict[str, QuerySet[Solicitation]]:
    """Return what comes, what is on, and what was opened; only what was published."""
    public = Solicitation.objects.visible_to(PUBLIC).exclude(status=Status.CANCELLED)
    going = Q(status=Status.OPENED, opening__finished_at__isnull=True)
    return {
        "coming": public.filter(in_state("open", now=now)).order_by("bids_due_at", "pk"),
        "now": public.filter(in_state("closed", now=now) | going).order_by("bids_due_at", "pk"),
        "past": public.filter(opened_at__isnull=False)
        .exclude(going)
        .annotate(read=Count("opened_bids", filter=Q(opened_bids__checked_at__isnull=False)))
        .order_by("-opened_at", "-pk"),
    }


def taking_bids(actor: AnySeat) -> QuerySet[Solicitation]:
    """Return the lead agency's solicitations for which envelopes are stamped, with their counts."""
    waiting = Q(paper_bids__status=PaperBidStatus.RECEIVED)
    return (
        Solicitation.objects.visible_to(actor)
        .filter(
            lead_agency_id=actor.organisation_pk or 0,
            status__in=[Status.PUBLISHED, Status.CLOSED, Status.OPENED],
        )
        .annotate(envelopes=Count("paper_bids"), waiting=Count("paper_bids", filter=waiting))
        .order_by("bids_due_at", "pk")
    )


def envelopes_of(solicitation: Solicitation) -> QuerySet[PaperBid]:
    """Return every envelope of a solicitation in the order of its number."""
    kept = solicitation.paper_bids.select_related("vendor__organisation", "received_by__user", "opened")
    return kept.order_by("envelope")


def vendors_to_choose() -> QuerySet[Vendor]:
    """Return the vendors by name; an entry that was folded into another is no choice."""
    return Vendor.objects.standing().select_related("organisation").order_by("organisation__name", "number")


def opening_of(solicitation: Solicitation) -> Opening | None:
    """Return the opening, or nothing while bids are sealed."""
    return Opening.objects.filter(solicitation=solicitation).select_related("opened_by__user").first()


def read_bids(solicitation: Solicitation) -> list[ReadBid]:
    """Return the bids that were typed and checked, newest first."""
    bids = solicitation.opened_bids.filter(checked_at__isnull=False)
    return _with_prices(bids.order_by(F("checked_at").desc(), "-pk"))


def read_bid(bid: OpenedBid) -> ReadBid:
    """Return one bid with its prices, for the person who checks it."""
    return _with_prices(OpenedBid.objects.filter(pk=bid.pk))[0]


def _with_prices(bids: QuerySet[OpenedBid]) -> list[ReadBid]:
    found = list(
        bids.select_related("vendor__organisation", "paper_bid", "typed_by__user", "checked_by__user")
    )
    prices: dict[int, list[BidPrice]] = {bid.pk: [] for bid in found}
    stored = BidPrice.objects.filter(bid__in=found).select_related("line__lot").order_by("line__number")
    for price in stored:
        prices[price.bid_id].append(price)
    return [_read(bid, prices[bid.pk]) for bid in found]


def _read(bid: OpenedBid, prices: Iterable[BidPrice]) -> ReadBid:
    read = [_read_price(price) for price in prices]
    total = rules.total_of((price.line.quantity, price.unit_price) for price in read)
    return ReadBid(bid, read, total, rules.difference(bid.stated_total, total))


def _read_price(price: BidPrice) -> ReadPrice:
    line = price.line
    amount = rules.amount_of(line.quantity, price.unit_price)
    apart = rules.difference(price.stated_amount, amount)
    return ReadPrice(
        line, unit_words(line.unit, Decimal(1)), price.unit_price, amount, price.stated_amount, apart
    )


@dataclass(frozen=True)
class LineOfPrices:
    """One line across all bids that were read, in their order."""

    line: BidLine
    unit: str
    prices: list[ReadPrice | None]


def lines_of_prices(bids: list[ReadBid], lines: Iterable[BidLine]) -> list[LineOfPrices]:
    """Turn bids into lines: one row a line, one price a bid."""
    by_bid = [{price.line.pk: price for price in bid.prices} for bid in bids]
    return [
        LineOfPrices(line, unit_words(line.unit, line.quantity), [prices.get(line.pk) for prices in by_bid])
        for line in lines
    ]


def trail_of_envelopes(solicitation: Solicitation) -> QuerySet[Entry]:
    """Return what was done to the envelopes of a solicitation: for the desk only, as it names who has bid."""
    kind = ContentType.objects.get_for_model(PaperBid)
    return Entry.objects.filter(subject_type=kind, subject_id__in=solicitation.paper_bids.values("pk"))[:100]


def trail_of_opening(solicitation: Solicitation) -> QuerySet[Entry]:
    """Return what was done at the opening."""
    return trail_of(solicitation).filter(verb__startswith="bidding.")[:100]
