"""Reading bids and awards for the screens."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from commonlot.kernel.money import Money, add_up
from commonlot.process.award import rules
from commonlot.process.award.models import Award
from commonlot.process.bidding.models import OpenedBid
from commonlot.process.membership.models import Agency
from commonlot.process.membership.queries import lapsed_certificates
from commonlot.process.pooling.models import Share
from commonlot.process.solicitation.models import BidLine, Solicitation
from commonlot.process.solicitation.states import Status
from commonlot.records.access.models import AnySeat


@dataclass(frozen=True)
class Tabulation:
    """One solicitation's bids, weighed, with the records that stand behind every name and number."""

    solicitation: Solicitation
    lines: Sequence[BidLine]
    bids: Sequence[OpenedBid]
    names: dict[int, str]
    result: rules.Tabulated

    @cached_property
    def bid_of(self) -> dict[str, OpenedBid]:
        """The bid behind each bidder's name."""
        return {self.names[bid.pk]: bid for bid in self.bids}

    @cached_property
    def line_of(self) -> dict[int, BidLine]:
        """The line behind each line number."""
        return {line.number: line for line in self.lines}

    @property
    def responsive(self) -> int:
        """How many bids count."""
        return sum(column.bid.responsive for column in self.result.columns)

    @property
    def ties(self) -> list[rules.FoundThat]:
        """The ties that were found."""
        return [found for found in self.result.findings if found.kind == "tie"]

    @property
    def winners(self) -> list[rules.Column]:
        """The bidders that win at least one line."""
        return [column for column in self.result.columns if column.lines_won]

    @property
    def losers(self) -> list[rules.Column]:
        """The bidders that win nothing."""
        return [column for column in self.result.columns if not column.lines_won]


def tabulation(solicitation: Solicitation, *, on: date | None = None) -> Tabulation:
    """Tabulate the checked bids; papers are looked at as of a day, the opening's unless told otherwise."""
    day = on or timezone.localdate(solicitation.opened_at or solicitation.created_at)
    lines = list(solicitation.lines.select_related("lot", "pooled_line"))
    bids = list(
        OpenedBid.objects.filter(solicitation=solicitation, checked_at__isnull=False)
        .select_related("vendor__organisation", "ruling__ruled_by__user")
        .prefetch_related("prices__line", "vendor__certificates")
    )
    names = _names(bids)
    sheet = rules.Sheet(
        lines=[_line(line) for line in lines],
        bids=[_bid(bid, names[bid.pk], day) for bid in bids],
        prices=[
            rules.Price(names[bid.pk], price.line.number, price.unit_price, price.stated_amount)
            for bid in bids
            for price in bid.prices.all()
        ],
        draw_seed=solicitation.draw_seed,
        given=_given(solicitation, names),
    )
    return Tabulation(solicitation, lines, bids, names, rules.tabulate(sheet))


def _given(solicitation: Solicitation, names: dict[int, str]) -> rules.Given | None:
    award = Award.objects.filter(solicitation=solicitation).first()
    if award is None:
        return None
    lines = award.lines.values_list("line__number", "price__bid_id")
    return rules.Given(award.answer, {number: names[bid] for number, bid in lines})


def _names(bids: Iterable[OpenedBid]) -> dict[int, str]:
    """Name each bidder as its organisation is named; two of one name are told apart by their numbers."""
    bids = list(bids)
    often = Counter(str(bid.vendor) for bid in bids)
    return {
        bid.pk: str(bid.vendor) if often[str(bid.vendor)] == 1 else f"{bid.vendor} ({bid.vendor.number})"
        for bid in bids
    }


def _line(line: BidLine) -> rules.Line:
    lot = str(line.lot.position) if line.lot is not None else None
    return rules.Line(line.number, line.quantity, line.unit, line.description, lot)


def _bid(bid: OpenedBid, name: str, day: date) -> rules.Bid:
    return rules.Bid(
        bidder=name,
        responsive=is_responsive(bid),
        stated_total=bid.stated_total,
        lapsed=[
            f"{each.get_kind_display()} lapsed on {each.ends_on:%b} {each.ends_on.day}, {each.ends_on.year}"
            for each in lapsed_certificates(bid.vendor, day)
        ],
    )


def is_responsive(bid: OpenedBid) -> bool:
    """Say whether a bid counts: it does unless a buyer ruled that it does not."""
    ruling = getattr(bid, "ruling", None)
    return ruling is None or ruling.is_responsive


@dataclass(frozen=True)
class Members:
    """What each member pays now and under the award."""

    rows: Sequence[tuple[Agency, rules.MemberRow]]
    under_award: Money
    pays_now: Money
    same_under_award: Money

    @property
    def saves(self) -> Money:
        """What all members together save on what can be compared."""
        return self.pays_now - self.same_under_award

    @property
    def pay_more(self) -> list[Agency]:
        """The members that would pay more than today."""
        return [agency for agency, row in self.rows if row.saves is not None and row.saves.cents < 0]


def members(tabulated: Tabulation) -> Members | None:
    """Return what each member of the pool pays now and under the award, losers first; None without a pool."""
    amounts = _pooled_amounts(tabulated)
    pooled_ids = {line.pooled_line_id for line in tabulated.lines if line.pooled_line_id is not None}
    if not pooled_ids:
        return None
    shares = Share.objects.filter(pooled_line_id__in=pooled_ids).select_related(
        "line__participation__agency__organisation"
    )
    agencies: dict[int, Agency] = {}
    needs = []
    for share in shares:
        agency = share.line.participation.agency
        agencies[agency.pk] = agency
        needs.append(
            rules.Need(
                agency.pk,
                share.pooled_line_id,
                share.base_quantity,
                share.line.quantity,
                share.line.price_paid,
            )
        )
    rows = rules.weigh_members(needs, amounts)
    return Members(
        rows=[(agencies[int(str(row.agency))], row) for row in rows],
        under_award=add_up([row.under_award for row in rows]),
        pays_now=add_up([row.pays_now for row in rows if row.pays_now is not None]),
        same_under_award=add_up([row.same_under_award for row in rows if row.same_under_award is not None]),
    )


def _pooled_amounts(tabulated: Tabulation) -> dict[int, Money]:
    """Add up the award of each pooled line; one of which a part is not awarded cannot be compared."""
    amounts: dict[int, Money] = {}
    broken: set[int] = set()
    for row in tabulated.result.rows:
        pooled = tabulated.line_of[row.line.number].pooled_line_id
        if pooled is None:
            continue
        if row.amount is None:
            broken.add(pooled)
        else:
            amounts[pooled] = amounts.get(pooled, Money()) + row.amount
    return {pooled: amount for pooled, amount in amounts.items() if pooled not in broken}


def solicitations_to_award(actor: AnySeat) -> QuerySet[Solicitation]:
    """Return the opened solicitations of the lead agency that wait for a recommendation."""
    return (
        Solicitation.objects.visible_to(actor)
        .filter(lead_agency_id=actor.organisation_pk or 0)
        .filter(status__in=[Status.OPENED, Status.EVALUATED], award__isnull=True)
        .annotate(
            line_count=Count("lines", distinct=True),
            bid_count=Count("opened_bids", filter=Q(opened_bids__checked_at__isnull=False), distinct=True),
        )
        .select_related("opening")
        .order_by("opened_at", "pk")
    )


def awards_for(actor: AnySeat) -> QuerySet[Award]:
    """Return the awards this seat may see, newest first."""
    return (
        Award.objects.visible_to(actor)
        .select_related("solicitation", "recommended_by__user", "approved_by__user")
        .annotate(
            line_count=Count("lines", distinct=True),
            vendor_count=Count("lines__price__bid", distinct=True),
        )
        .order_by("-recommended_at", "-pk")
    )


def solicitation_for(actor: AnySeat, pk: int) -> Solicitation | None:
    """Return a solicitation whose tabulation this seat may read: everyone's once its opening is finished."""
    found = Solicitation.objects.visible_to(actor).select_related("pool", "award", "opening").filter(pk=pk)
    if not actor.is_county:
        found = found.filter(opening__finished_at__isnull=False)
    return found.first()
