"""Who gets what from each address of the bidding stage."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from commonlot.process.bidding.models import PaperBid
from commonlot.process.solicitation.states import Status
from tests.cast import Cast
from tests.factories import bidding as make
from tests.factories.solicitation import overdue, solicitation
from tests.house.matrix import HIDDEN, REFUSED, THROUGH, Arguments, Gets, Row, open_to_all

CHECKER = {"buyer": "second_buyer"}


def _row(url: str, method: str, buyer: Gets, others: Gets, **more: Any) -> Row:
    rest: dict[str, Any] = dict.fromkeys(("member", "other_member", "vendor", "rival", "public"), others)
    return Row(url=url, method=method, buyer=buyer, **rest, **more)


def _published(cast: Cast) -> Arguments:
    return {"pk": solicitation(cast).pk}


def _draft(cast: Cast) -> Arguments:
    return {"pk": solicitation(cast, status=Status.DRAFT).pk}


def _overdue(cast: Cast) -> Arguments:
    return {"pk": overdue(cast).pk}


def _opened(cast: Cast) -> Arguments:
    return {"pk": make.opened(cast).pk}


def _sealed(cast: Cast) -> Arguments:
    return {"pk": make.envelope(cast, solicitation(cast), cast.salt_and_sons).pk}


def _to_type(cast: Cast) -> Arguments:
    return {"pk": make.envelope(cast, make.opened(cast), cast.salt_and_sons).pk}


def _typed(cast: Cast) -> Arguments:
    return {"pk": make.typed_bid(cast, PaperBid.objects.get(pk=_to_type(cast)["pk"]), {1: "71.40"}).pk}


def _with_envelope(cast: Cast) -> Arguments:
    return {"pk": PaperBid.objects.get(pk=_to_type(cast)["pk"]).solicitation_id}


def _whose(cast: Cast, arguments: Arguments) -> Arguments:
    return {"vendor": cast.rival_salt.pk}


def _file(cast: Cast, arguments: Arguments) -> Arguments:
    text = b"line,vendor,quantity,unit price\n1,Salt & Sons,18400,71.4\n2,Salt & Sons,22150,No Bid\n"
    return {"file": SimpleUploadedFile("bids.csv", text)}


ROWS = [
    open_to_all("bidding:index"),
    open_to_all("bidding:opening", given=_published),
    open_to_all("bidding:opening", given=_opened),
    open_to_all("bidding:fragment", given=_published),
    _row("bidding:opening", "GET", HIDDEN, HIDDEN, given=_draft),
    _row("bidding:receive", "GET", THROUGH, REFUSED),
    _row("bidding:envelopes", "GET", THROUGH, HIDDEN, given=_published),
    _row("bidding:envelopes", "POST", THROUGH, HIDDEN, given=_published, data=_whose),
    _row("bidding:withdraw", "POST", THROUGH, HIDDEN, given=_sealed),
    _row("bidding:open", "POST", REFUSED, HIDDEN, given=_published, data={"witness": "Owen Bright"}),
    _row("bidding:open", "POST", THROUGH, HIDDEN, given=_overdue, data={"witness": "Owen Bright"}),
    _row("bidding:type", "GET", REFUSED, HIDDEN, given=_sealed),
    _row("bidding:type", "GET", THROUGH, HIDDEN, given=_to_type),
    _row("bidding:type", "POST", THROUGH, HIDDEN, given=_to_type, data={"blank_is_no_bid": "on"}),
    _row("bidding:leave", "POST", THROUGH, HIDDEN, given=_to_type, data={"because": "No name is on it."}),
    _row("bidding:upload", "POST", THROUGH, HIDDEN, given=_with_envelope, data=_file),
    _row("bidding:check", "GET", THROUGH, HIDDEN, given=_typed),
    _row("bidding:check", "POST", REFUSED, HIDDEN, given=_typed),
    _row("bidding:check", "POST", THROUGH, HIDDEN, given=_typed, seats=CHECKER),
    _row("bidding:return", "POST", THROUGH, HIDDEN, given=_typed, data={"reason": "Line 1 differs"}),
    _row("bidding:finish", "POST", REFUSED, HIDDEN, given=_with_envelope),
    _row("bidding:finish", "POST", THROUGH, HIDDEN, given=_opened),
]
