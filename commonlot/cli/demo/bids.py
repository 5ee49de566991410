"""Solicitations and bids: drafted, published, handed in on paper, opened, typed, checked and awarded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from commonlot.cli.demo.county import County
from commonlot.cli.demo.tables import content, rows
from commonlot.process.award import actions as awards
from commonlot.process.award.models import Award
from commonlot.process.bidding import actions as bidding
from commonlot.process.bidding.actions import TypedPrice
from commonlot.process.bidding.models import BidPrice, OpenedBid, PaperBid
from commonlot.process.contracts import actions as contracts
from commonlot.process.contracts.models import Contract
from commonlot.process.pooling.models import PooledLine
from commonlot.process.requirements.models import Pool
from commonlot.process.solicitation import actions
from commonlot.process.solicitation.actions.line import TypedLine
from commonlot.process.solicitation.models import BidLine, Solicitation

PLACE = "Bid desk, second floor, County Office Building"
WITNESS = "Ella Tran, deputy clerk"
CENT, SMALL = Decimal("0.01"), Decimal("0.0001")


@dataclass(frozen=True)
class Offer:
    """How a vendor prices: a share of what agencies pay today, more for some words, nothing for others.

    wrong_sum: a word of the lines whose amounts it wrote wrongly, and by how much. ties: words of the lines that
    it prices as another vendor does.
    """

    vendor: str
    share: str
    dearer: Mapping[str, str] = field(default_factory=dict)
    no_bid: Sequence[str] = ()
    wrong_sum: tuple[str, str] | None = None
    wrong_total: str = ""
    ties: Mapping[str, str] = field(default_factory=dict)


def draft_pool(county: County, pool: Pool, file: str, *, offset: int, description: str = "") -> Solicitation:
    """Draft a solicitation from a frozen pool, in the units in which the trade sells."""
    at = county.days.at(offset, 9, 30)
    solicitation = actions.draft_from_pool(
        pool_id=pool.pk, actor=county.buyer, now=at, opening_place=PLACE, description=description
    )
    changed = [
        typed for line in solicitation.lines.all() if (typed := _in_trade_unit(file, line)) is not None
    ]
    actions.save_bid_lines(
        solicitation_id=solicitation.pk, lines=changed, actor=county.buyer, now=county.days.at(offset, 11)
    )
    return solicitation


def _in_trade_unit(file: str, line: BidLine) -> TypedLine | None:
    for row in rows("units"):
        fits = row["pool"] in file and row["base_unit"] == line.unit
        if fits and row["words"] in line.description.casefold():
            return TypedLine(
                line.description, row["unit"], None, line.pk, base_per_unit=Decimal(row["holds"])
            )
    plain = {"EA": "each", "TON": "ton", "GAL": "gallon", "FT": "foot"}.get(line.unit)
    return TypedLine(line.description, plain, None, line.pk) if plain else None


def draft_file(county: County, title: str, file: str, *, offset: int, description: str) -> Solicitation:
    """Draft a solicitation that comes from no pool, with the lines of a file."""
    days = county.days
    starts = days.month(offset, later=5)
    solicitation = actions.draft_solicitation(
        title=title, description=description, opening_place=PLACE, term_starts_on=starts,
        term_ends_on=starts.replace(year=starts.year + 1), actor=county.buyer, now=days.at(offset, 9, 30),
    )  # fmt: skip
    actions.upload_lines(
        solicitation_id=solicitation.pk, name=f"{file.rpartition('/')[2]}.csv", content=content(file),
        actor=county.buyer, now=days.at(offset, 9, 50),
    )  # fmt: skip
    return solicitation


def publish(county: County, solicitation: Solicitation, *, offset: int, due: int) -> None:
    """Send a draft for review and publish it, each by another person."""
    days = county.days
    actions.send_for_review(solicitation_id=solicitation.pk, actor=county.buyer, now=days.at(offset - 2, 15))
    actions.publish_solicitation(
        solicitation_id=solicitation.pk, bids_due_at=days.at(due, 14), questions_due_at=days.at(due - 5, 16),
        actor=county.agent, now=days.at(offset, 9),
    )  # fmt: skip


def hand_in(
    county: County, solicitation: Solicitation, vendors: Sequence[str], *, due: int
) -> list[PaperBid]:
    """Stamp an envelope of each vendor on the day bids are due and the days before."""
    stamped = []
    for i, name in enumerate(vendors):
        at = county.days.at(due - (i + 1) % 2, 9 + i, 12 + 7 * i)
        vendor = county.vendors[name]
        stamped.append(
            bidding.receive_paper_bid(
                solicitation_id=solicitation.pk, vendor_id=vendor.pk, actor=county.second_buyer, now=at
            )
        )
    return stamped


def hand_in_late(county: County, solicitation: Solicitation, vendor: str, *, due: int, minutes: int) -> None:
    """Stamp an envelope that came after the deadline; it stays sealed."""
    bidding.receive_paper_bid(
        solicitation_id=solicitation.pk, vendor_id=county.vendors[vendor].pk, actor=county.second_buyer,
        now=county.days.at(due, 14, minutes),
    )  # fmt: skip


def open_bids(county: County, solicitation: Solicitation, *, due: int) -> None:
    """Open the envelopes in public, a few minutes after the deadline."""
    bidding.open_bids(
        solicitation_id=solicitation.pk, witness=WITNESS, actor=county.buyer, now=county.days.at(due, 14, 5)
    )


def type_offer(
    county: County, solicitation: Solicitation, offer: Offer, *, due: int, minute: int
) -> OpenedBid:
    """Type what one envelope says."""
    paper = solicitation.paper_bids.get(vendor=county.vendors[offer.vendor], is_late=False)
    prices: dict[int, TypedPrice] = {}
    for line in solicitation.lines.select_related("pooled_line"):
        price = _price(county, line, offer)
        prices[line.pk] = TypedPrice(price, _stated(line, price, offer))
    return bidding.type_bid(
        paper_bid_id=paper.pk, prices=prices, actor=county.buyer, now=county.days.at(due, 14, minute),
        stated_total=Decimal(offer.wrong_total) if offer.wrong_total else None,
    )  # fmt: skip


def _stated(line: BidLine, price: Decimal | None, offer: Offer) -> Decimal | None:
    if price is None or offer.wrong_sum is None or offer.wrong_sum[0] not in line.description.casefold():
        return None
    return (line.quantity * price + Decimal(offer.wrong_sum[1])).quantize(CENT)


def _price(county: County, line: BidLine, offer: Offer) -> Decimal | None:
    """Price a line from what agencies pay today, so that bids are believable whatever was pooled."""
    text = line.description.casefold()
    if any(word in text for word in offer.no_bid):
        return None
    for other in (vendor for word, vendor in offer.ties.items() if word in text):
        alike = BidPrice.objects.get(line=line, bid__vendor=county.vendors[other])
        return alike.unit_price
    share = next((Decimal(more) for word, more in offer.dearer.items() if word in text), Decimal(offer.share))
    wiggle = Decimal((line.number * 7 + len(offer.vendor) * 3) % 9 - 4) / 200
    price = paid_today(line.pooled_line) * line.base_per_unit * (share + wiggle)
    return price.quantize(CENT if price >= 2 else SMALL)


def paid_today(pooled: PooledLine | None) -> Decimal:
    """Return what the agencies of a pooled line pay today for one base unit, on average."""
    if pooled is None:
        return Decimal(10)
    shares = pooled.shares.filter(line__price_paid__isnull=False).select_related("line")
    paid = sum((share.line.quantity * (share.line.price_paid or 0) for share in shares), Decimal(0))
    base = sum((share.base_quantity for share in shares), Decimal(0))
    return paid / base if base else Decimal(10)


def read_offers(county: County, solicitation: Solicitation, offers: Sequence[Offer], *, due: int) -> None:
    """Hand in, open, type and check the bids of several vendors, and finish the opening."""
    hand_in(county, solicitation, [offer.vendor for offer in offers], due=due)
    open_bids(county, solicitation, due=due)
    for i, offer in enumerate(offers):
        bid = type_offer(county, solicitation, offer, due=due, minute=12 + 6 * i)
        bidding.check_bid(
            opened_bid_id=bid.pk, actor=county.second_buyer, now=county.days.at(due, 15, 10 + 6 * i)
        )
    bidding.finish_opening(solicitation_id=solicitation.pk, actor=county.buyer, now=county.days.at(due, 16))


def read_file(county: County, solicitation: Solicitation, file: str, *, due: int) -> None:
    """Open the bids and type them from a file, then check and finish."""
    hand_in(county, solicitation, list(dict.fromkeys(row["vendor"] for row in rows(file))), due=due)
    open_bids(county, solicitation, due=due)
    typed = bidding.upload_bids(
        solicitation_id=solicitation.pk, name=f"{file.rpartition('/')[2]}.csv", content=content(file),
        actor=county.buyer, now=county.days.at(due, 14, 20),
    )  # fmt: skip
    for i, bid in enumerate(typed):
        bidding.check_bid(
            opened_bid_id=bid.pk, actor=county.second_buyer, now=county.days.at(due, 14, 40 + i)
        )
    bidding.finish_opening(solicitation_id=solicitation.pk, actor=county.buyer, now=county.days.at(due, 15))


def recommend(county: County, solicitation: Solicitation, *, offset: int, note: str = "") -> Award:
    """Recommend what the published rule gives."""
    return awards.recommend_award(
        solicitation_id=solicitation.pk, actor=county.buyer, now=county.days.at(offset, 11), note=note
    )


def post_intent(county: County, award: Award, *, offset: int) -> None:
    """Post the intent to award and tell every bidder."""
    awards.post_intent(award_id=award.pk, actor=county.buyer, now=county.days.at(offset, 9))


def approve(county: County, award: Award, *, offset: int) -> list[Contract]:
    """Approve an award, and write one contract for each winner."""
    awards.approve_award(award_id=award.pk, actor=county.agent, now=county.days.at(offset, 10))
    return contracts.make_contracts(award_id=award.pk, actor=county.buyer, now=county.days.at(offset, 14))


def sign(county: County, made: Sequence[Contract], *, offset: int) -> None:
    """Put contracts into force."""
    for contract in made:
        contracts.sign_contract(
            contract_id=contract.pk, actor=county.agent, now=county.days.at(offset, 10, 30)
        )
