"""The pooled sheet on plain values: one need, its shares by agency and site, its packs, what it is worth today."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from commonlot.kernel.money import Money, UnitPrice, add_up, extend
from commonlot.kernel.quantity import Unit, plain_number
from commonlot.process.pooling.rules import unit_words
from commonlot.process.pooling.rules.packing import (
    NONE,
    NOTHING,
    Choice,
    Counted,
    Pack,
    Packed,
    into_packs,
    pack_in_use,
    packs_stated,
)


@dataclass(frozen=True)
class Stated:
    """One stated need of a pooled line: as typed, what it comes to in base units, where and by when it goes."""

    organisation: int
    agency: str
    number: str
    site: str
    unit: str
    quantity: Decimal
    base_quantity: Decimal
    tolerance: Decimal | None = None
    price_paid: Decimal | None = None
    needed_by: date | None = None

    @property
    def room(self) -> Fraction:
        """The tolerance in base units: how much more the agency would take."""
        if not self.tolerance:
            return NONE
        return Fraction(self.tolerance) * Fraction(self.base_quantity) / Fraction(self.quantity)

    @property
    def value(self) -> Money | None:
        """Quantity x price paid now, rounded once; nothing where no price was stated."""
        return None if self.price_paid is None else extend(self.quantity, UnitPrice(self.price_paid))


@dataclass(frozen=True)
class SiteShare:
    """What goes to one delivery site of an agency, in base units; a site without a name was not stated."""

    site: str
    quantity: Decimal
    packed: Packed
    needed_by: date | None


@dataclass(frozen=True)
class SheetShare:
    """What one agency needs of a pooled line; `value` is at its own prices, for the `priced` part of it only."""

    organisation: int
    agency: str
    number: str
    quantity: Decimal
    value: Money | None
    priced: Decimal
    sites: tuple[SiteShare, ...]

    @property
    def packed(self) -> Packed:
        """Its packs: each delivery is packed for itself."""
        return sum((each.packed for each in self.sites), NOTHING)

    @property
    def unpriced(self) -> Decimal:
        """How much of it no price was stated for."""
        return self.quantity - self.priced


@dataclass(frozen=True)
class SheetLine:
    """One pooled line as the sheet shows it. `total`, `agencies` and `packed` are of all; `shares` of those shown."""

    pk: int
    position: int
    name: str
    base_unit: str
    total: Decimal
    agencies: int
    pack: Pack | None
    packed: Packed
    shares: tuple[SheetShare, ...]
    stated_packs: tuple[Pack | None, ...] = ()
    chosen: bool = False
    units: Mapping[str, Unit] = field(default_factory=dict)

    @property
    def unit(self) -> str:
        """The base unit in words, for many."""
        return unit_words(self.base_unit, None, self.units)

    def said(self, quantity: Decimal | Fraction) -> str:
        """Say so much of the line: 2,500 sheets."""
        words = unit_words(self.base_unit, Decimal(1) if quantity == 1 else None, self.units)
        return f"{plain_number(quantity)} {words}"

    def pack_words(self, pack: Pack | None = None, many: int | None = None) -> str:
        """Say a pack of the line, or the one in which it is ordered; nothing where it is ordered as it is counted."""
        pack = pack or self.pack
        return pack.words(self.base_unit, many, self.units) if pack else ""

    @property
    def value(self) -> Money | None:
        """What the shares cost at the prices stated; nothing where nobody stated one. Never extrapolated."""
        known = [each.value for each in self.shares if each.value is not None]
        return add_up(known) if known else None

    @property
    def shown(self) -> Decimal:
        """The sum of the shares that are shown: for the county the total."""
        return sum((each.quantity for each in self.shares), Decimal(0))

    @property
    def priced(self) -> Decimal:
        """For how much of the shares shown a price was stated."""
        return sum((each.priced for each in self.shares), Decimal(0))

    @property
    def unpriced(self) -> Decimal:
        """For how much of the shares shown no price was stated."""
        return self.shown - self.priced

    def only(self, organisation: int) -> "SheetLine":
        """Keep the shares of one agency; the totals of all stay."""
        return replace(self, shares=tuple(each for each in self.shares if each.organisation == organisation))


def make_line(
    *,
    pk: int,
    position: int,
    name: str,
    base_unit: str,
    total: Decimal,
    stated: Sequence[Stated],
    choice: Choice | None = None,
    units: Mapping[str, Unit] | None = None,
) -> SheetLine:
    """Make one line of the sheet from the needs that were confirmed to be it, largest share first.

    choice: what a buyer chose to order it in; else it is ordered in the pack in which most of it was stated.
    units: those that the county's buyers taught, which have no name elsewhere.
    """
    packs = packs_stated(Counted(each.unit, each.quantity, each.base_quantity) for each in stated)
    pack, chosen = pack_in_use(packs, choice)
    named = {} if units is None else units
    by_agency: dict[tuple[int, str, str], list[Stated]] = defaultdict(list)
    for each in stated:
        by_agency[each.organisation, each.agency, each.number].append(each)
    shares = [_share(who, needs, pack) for who, needs in by_agency.items()]
    shares.sort(key=lambda share: (-share.quantity, share.agency, share.number))
    return SheetLine(
        pk, position, name, base_unit, total, len(shares), pack,
        sum((each.packed for each in shares), NOTHING), tuple(shares), tuple(packs), chosen, named,
    )  # fmt: skip


def _share(who: tuple[int, str, str], needs: Sequence[Stated], pack: Pack | None) -> SheetShare:
    by_site: dict[str, list[Stated]] = defaultdict(list)
    for each in needs:
        by_site[each.site].append(each)
    sites = tuple(_site(site, by_site[site], pack) for site in sorted(by_site))
    values = [each.value for each in needs if each.value is not None]
    priced = sum((each.base_quantity for each in needs if each.price_paid is not None), Decimal(0))
    quantity = sum((each.base_quantity for each in needs), Decimal(0))
    return SheetShare(*who, quantity, add_up(values) if values else None, priced, sites)


def _site(site: str, needs: Sequence[Stated], pack: Pack | None) -> SiteShare:
    quantity = sum((each.base_quantity for each in needs), Decimal(0))
    room = sum((each.room for each in needs if each.tolerance), NONE)
    packed = into_packs(quantity, pack.holds, room) if pack else Packed(0, Fraction(quantity), NONE)
    days = [each.needed_by for each in needs if each.needed_by is not None]
    return SiteShare(site, quantity, packed, min(days, default=None))


@dataclass(frozen=True)
class Question:
    """One thing that is still open, in words that can be sent to the agency."""

    position: int | None
    need: str
    organisation: int
    agency: str
    number: str
    kind: str
    text: str


UNIT, PACK, PRICE, SITE = "unit", "pack", "price", "site"
WHAT_IS_OPEN = {
    UNIT: "not counted",
    PACK: "fills no pack",
    PRICE: "no price stated",
    SITE: "no delivery site",
}


def questions_of(line: SheetLine) -> Iterator[Question]:
    """Ask what the shares of a line leave open: a price, a site, a remainder that fills no pack."""
    for share in line.shares:
        for kind, text in _asked(line, share):
            yield Question(
                line.position, line.name, share.organisation, share.agency, share.number, kind, text
            )


def _asked(line: SheetLine, share: SheetShare) -> Iterable[tuple[str, str]]:
    for each in share.sites:
        if line.pack is not None and each.packed.loose:
            rest = line.said(each.packed.loose)
            where = f" for {each.site}" if each.site else ""
            yield PACK, f"{rest}{where} fill no {line.pack_words(many=1)}: take more, or fewer?"
        if not each.site:
            yield SITE, f"Where do {line.said(each.quantity)} go?"
    if share.unpriced:
        yield PRICE, f"What is paid now for {line.said(share.unpriced)}?"
