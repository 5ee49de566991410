"""The opening: not a second early, two people, every bid accounted for, every price checked."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from commonlot.kernel.errors import Refused
from commonlot.process.bidding import actions, queries
from commonlot.process.bidding.actions import TypedPrice
from commonlot.process.bidding.models import OpenedBid, Opening, PaperBid
from commonlot.process.membership.models import Vendor
from commonlot.process.solicitation import actions as solicitations
from commonlot.process.solicitation.models import Solicitation
from commonlot.process.solicitation.states import Status
from tests.cast import Cast
from tests.factories import bidding as make
from tests.factories.solicitation import overdue, solicitation

WITNESS = "Owen Bright"


def open_now(of: Solicitation, cast: Cast, **changes: object) -> Opening:
    facts: dict[str, object] = {"actor": cast.buyer, "now": cast.now, "witness": WITNESS}
    return actions.open_bids(solicitation_id=of.pk, **(facts | changes))  # type: ignore[arg-type]


def test_nobody_opens_bids_a_second_early(cast: Cast) -> None:
    salt = solicitation(cast)
    due = salt.bids_due_at
    assert due is not None
    for actor in (cast.buyer, cast.purchasing_agent):
        with pytest.raises(Refused, match=r"Bids stay sealed until Thu, Dec 10, 2026, 9:00 a\.m\. EST"):
            open_now(salt, cast, actor=actor, now=due - timedelta(seconds=1))
    assert open_now(salt, cast, now=due).opened_at == due
    salt.refresh_from_db()
    assert (salt.status, salt.opened_at) == ("opened", due)


@pytest.mark.parametrize("who", ["requester", "vendor", "rival"])
def test_only_the_desk_opens_bids(cast: Cast, who: str) -> None:
    with pytest.raises(Refused, match="Only a buyer"):
        open_now(overdue(cast), cast, actor=getattr(cast, who))


@pytest.mark.parametrize("witness", ["", "  ", "priya raman"])
def test_two_people_open_bids(cast: Cast, witness: str) -> None:
    with pytest.raises(Refused, match="name the other one"):
        open_now(overdue(cast), cast, witness=witness)


def test_bids_are_opened_once(cast: Cast) -> None:
    salt = overdue(cast)
    open_now(salt, cast)
    with pytest.raises(Refused, match="cannot become opened"):
        open_now(salt, cast)


@pytest.fixture
def salt(cast: Cast) -> Solicitation:
    """A solicitation whose bids were opened a minute ago."""
    return make.opened(cast)


@pytest.fixture
def paper_bid(cast: Cast, salt: Solicitation) -> PaperBid:
    """The envelope of Salt & Sons."""
    return make.envelope(cast, salt, cast.salt_and_sons)


def type_it(paper_bid: PaperBid, cast: Cast, **changes: object) -> OpenedBid:
    first = paper_bid.solicitation.lines.get(number=1)
    facts: dict[str, object] = {
        "prices": {first.pk: TypedPrice(Decimal("71.4"), Decimal("1313760.00"))}, "actor": cast.buyer, "now": cast.now,
    }  # fmt: skip
    return actions.type_bid(paper_bid_id=paper_bid.pk, **(facts | changes))  # type: ignore[arg-type]


def test_no_price_is_typed_before_the_opening(cast: Cast) -> None:
    sealed = make.envelope(cast, overdue(cast), cast.salt_and_sons)
    with pytest.raises(Refused, match="not opened yet"):
        type_it(sealed, cast)


def test_what_is_typed_is_kept_and_a_line_left_out_is_a_no_bid(cast: Cast, paper_bid: PaperBid) -> None:
    bid = type_it(paper_bid, cast, stated_total=Decimal("1313760.00"))
    assert [price.unit_price for price in bid.prices.all()] == [Decimal("71.4000"), None]
    read = queries.read_bid(bid)
    assert (str(read.total), read.total_difference, read.no_bids) == ("$1,313,760.00", None, 1)


def test_another_person_checks_what_one_has_typed(cast: Cast, paper_bid: PaperBid) -> None:
    bid = type_it(paper_bid, cast)
    with pytest.raises(Refused, match="another person must check"):
        actions.check_bid(opened_bid_id=bid.pk, actor=cast.buyer, now=cast.now)
    with pytest.raises(IntegrityError, match="checked_by_another_person"), transaction.atomic():
        OpenedBid.objects.filter(pk=bid.pk).update(checked_by=cast.buyer, checked_at=cast.now)
    actions.check_bid(opened_bid_id=bid.pk, actor=cast.second_buyer, now=cast.now)
    paper_bid.refresh_from_db()
    assert paper_bid.status == "read"


def test_prices_are_public_only_once_they_are_checked(
    cast: Cast, salt: Solicitation, paper_bid: PaperBid
) -> None:
    bid = type_it(paper_bid, cast)
    assert queries.read_bids(salt) == []
    actions.check_bid(opened_bid_id=bid.pk, actor=cast.second_buyer, now=cast.now)
    assert [read.bid for read in queries.read_bids(salt)] == [bid]


def test_a_bid_sent_back_is_typed_again(cast: Cast, paper_bid: PaperBid) -> None:
    bid = type_it(paper_bid, cast)
    with pytest.raises(Refused, match="Say what differs"):
        actions.return_to_typing(opened_bid_id=bid.pk, reason=" ", actor=cast.second_buyer, now=cast.now)
    actions.return_to_typing(
        opened_bid_id=bid.pk, reason="Line 1 is 71.45", actor=cast.second_buyer, now=cast.now
    )
    with pytest.raises(Refused, match="sent back"):
        actions.check_bid(opened_bid_id=bid.pk, actor=cast.second_buyer, now=cast.now)
    again = type_it(paper_bid, cast, actor=cast.second_buyer, prices={})
    assert (again.pk, again.typed_by) == (bid.pk, cast.second_buyer)
    assert again.prices.filter(unit_price__isnull=False).count() == 0


def test_a_checked_bid_does_not_change(cast: Cast, salt: Solicitation, paper_bid: PaperBid) -> None:
    bid = type_it(paper_bid, cast)
    actions.check_bid(opened_bid_id=bid.pk, actor=cast.second_buyer, now=cast.now)
    with pytest.raises(Refused):
        type_it(paper_bid, cast)
    with pytest.raises(Refused):
        actions.return_to_typing(opened_bid_id=bid.pk, reason="x", actor=cast.second_buyer, now=cast.now)


def test_a_late_envelope_is_not_typed(cast: Cast, salt: Solicitation) -> None:
    with pytest.raises(Refused):
        type_it(make.late_envelope(cast, salt, cast.rival_salt), cast)


def finish(of: Solicitation, cast: Cast) -> Opening:
    return actions.finish_opening(
        solicitation_id=of.pk, actor=cast.buyer, now=cast.now + timedelta(minutes=20)
    )


def test_an_opening_does_not_finish_while_one_bid_is_unaccounted_for(
    cast: Cast, salt: Solicitation, paper_bid: PaperBid
) -> None:
    make.late_envelope(cast, salt, cast.rival_salt)
    with pytest.raises(Refused, match=r"envelope 1 \(Salt & Sons\)"):
        finish(salt, cast)
    bid = type_it(paper_bid, cast)
    with pytest.raises(Refused, match="Not every bid"):
        finish(salt, cast)
    actions.check_bid(opened_bid_id=bid.pk, actor=cast.second_buyer, now=cast.now)
    assert finish(salt, cast).finished_at is not None
    with pytest.raises(Refused, match="was finished"):
        finish(salt, cast)


def test_no_price_is_typed_once_the_request_is_cancelled(
    cast: Cast, salt: Solicitation, paper_bid: PaperBid
) -> None:
    solicitations.cancel_solicitation(
        solicitation_id=salt.pk, reason="The need has gone", actor=cast.purchasing_agent, now=cast.now
    )
    with pytest.raises(Refused, match="is over"):
        type_it(PaperBid.objects.get(pk=paper_bid.pk), cast)


def test_an_envelope_left_sealed_says_why(cast: Cast, salt: Solicitation, paper_bid: PaperBid) -> None:
    def leave(because: str) -> PaperBid:
        return actions.leave_unopened(
            paper_bid_id=paper_bid.pk, because=because, actor=cast.buyer, now=cast.now
        )

    with pytest.raises(Refused, match="everyone reads it"):
        leave(" ")
    assert leave("No name is on it.").status == "unopened"
    assert finish(salt, cast).finished_at is not None


FILE = (
    b"line,vendor,quantity,unit price,amount\n"
    b"1,salt & sons,18400,71.40,1313760.00\n2,salt & sons,22150,No Bid,\n"
    b"1,V-102,18400,70.95,1305480.00\n2,V-102,22150,74.20,1643530.01\n"
)


def upload(of: Solicitation, cast: Cast, content: bytes = FILE, **changes: bool) -> list[OpenedBid]:
    return actions.upload_bids(
        solicitation_id=of.pk, name="bids.csv", content=content, actor=cast.buyer, now=cast.now, **changes
    )


def test_a_file_types_all_bids_and_each_is_still_checked(
    cast: Cast, salt: Solicitation, paper_bid: PaperBid
) -> None:
    make.envelope(cast, salt, cast.rival_salt)
    bids = upload(salt, cast)
    assert {str(bid.vendor) for bid in bids} == {"Salt & Sons", "Rival Salt Co."}
    assert {bid.paper_bid.status for bid in OpenedBid.objects.all()} == {"typed"}
    rival = queries.read_bid(OpenedBid.objects.get(vendor=cast.rival_salt))
    assert (str(rival.total), [str(price.difference) for price in rival.differences]) == (
        "$2,949,010.00",
        ["$0.01"],
    )


def test_a_bidder_without_an_envelope_is_not_typed(
    cast: Cast, salt: Solicitation, paper_bid: PaperBid
) -> None:
    with pytest.raises(Refused, match="No sealed envelope of V-102"):
        upload(salt, cast)
    paper_bid.refresh_from_db()
    assert (paper_bid.status, OpenedBid.objects.count()) == ("received", 0)


def test_envelopes_stamped_by_hand_are_entered_before_any_price_is_typed(
    cast: Cast, salt: Solicitation, paper_bid: PaperBid
) -> None:
    unknown = FILE.replace(b"V-102", b"Hudson Mineral")
    upload(salt, cast, unknown, register_unknown=True)
    entered = PaperBid.objects.get(stamped_by_hand=True)
    assert (str(entered.vendor), entered.received_at) == ("Hudson Mineral", None)


def test_nobody_adds_a_bidder_once_prices_are_typed(
    cast: Cast, salt: Solicitation, paper_bid: PaperBid
) -> None:
    type_it(paper_bid, cast)
    vendors = Vendor.objects.count()
    rest = FILE.replace(b"salt & sons", b"Hudson Mineral")
    with pytest.raises(Refused, match="no envelope can be added"):
        upload(salt, cast, rest, register_unknown=True)
    assert Vendor.objects.count() == vendors


@pytest.mark.needs_shared_data
def test_the_countys_own_bid_goes_in_and_its_totals_are_those_published(
    cast: Cast, shared_data: Path
) -> None:
    content = (shared_data / "purchasing" / "county-bid-ifb-6965.csv").read_bytes()
    draft = solicitation(cast, status=Status.DRAFT, lines=())
    solicitations.upload_lines(
        solicitation_id=draft.pk, name="b.csv", content=content, actor=cast.buyer, now=cast.now
    )
    solicitations.send_for_review(solicitation_id=draft.pk, actor=cast.buyer, now=cast.now)
    due = cast.now + timedelta(days=17)
    solicitations.publish_solicitation(
        solicitation_id=draft.pk, bids_due_at=due, actor=cast.purchasing_agent, now=cast.now
    )
    for name in ("Path Master, Inc.", "Chemung Supply Corporation", "U.S. Municipal Supply, Inc."):
        actions.receive_from_new_vendor(solicitation_id=draft.pk, name=name, actor=cast.buyer, now=cast.now)
    open_now(draft, cast, now=due)
    bids = actions.upload_bids(
        solicitation_id=draft.pk, name="b.csv", content=content, actor=cast.buyer, now=due
    )
    for bid in bids:
        actions.check_bid(opened_bid_id=bid.pk, actor=cast.second_buyer, now=due)
    actions.finish_opening(solicitation_id=draft.pk, actor=cast.buyer, now=due)

    read = queries.read_bids(draft)
    assert sum(len(bid.prices) for bid in read) == 48
    assert [bid.differences for bid in read] == [[], [], []]
    lowest = sum(
        min(row.amount.cents for row in rows if row is not None and row.amount is not None)
        for rows in (each.prices for each in queries.lines_of_prices(read, draft.lines.all()))
        if any(row is not None and row.amount is not None for row in rows)
    )
    assert lowest == (3_172_500 + 4_059_950 + 1_080_000)
