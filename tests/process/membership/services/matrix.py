"""Who gets what from the directory of shared services and its requests."""

from typing import Any

from commonlot.process.membership.states import ServiceStatus
from tests.cast import Cast
from tests.factories.services import make_request, make_service
from tests.house.matrix import HIDDEN, REFUSED, THROUGH, Arguments, Gets, Row, open_to_all


def _row(url: str, method: str, who: tuple[Gets, ...], **more: Any) -> Row:
    """Return a row; `who` stands for buyer, member, other member, vendor, rival, public."""
    names = ("buyer", "member", "other_member", "vendor", "rival", "public")
    gets: dict[str, Any] = dict(zip(names, who, strict=True))
    return Row(url=url, method=method, **gets, **more)


def _published(cast: Cast) -> Arguments:
    return {"pk": make_service(cast).pk}


def _draft(cast: Cast) -> Arguments:
    return {"pk": make_service(cast, status=ServiceStatus.DRAFT).pk}


def _for_towns(cast: Cast) -> Arguments:
    return {"pk": make_service(cast, for_kinds=["town"]).pk}


def _towns_request(cast: Cast) -> Arguments:
    return {"pk": make_request(cast, make_service(cast), cast.town, cast.requester).pk}


FACTS = {
    "name": "Printing", "summary": "Prints.", "office": "Central Services", "office_email": "print@county.example",
    "days_to_answer": "5",
}  # fmt: skip
COUNTY_ONLY = (THROUGH, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED)
COUNTY_ALONE_KNOWS = (THROUGH, HIDDEN, HIDDEN, HIDDEN, HIDDEN, REFUSED)
AGENCIES = (REFUSED, THROUGH, THROUGH, REFUSED, REFUSED, REFUSED)
TOWNS = (REFUSED, THROUGH, REFUSED, REFUSED, REFUSED, REFUSED)
COUNTY_AND_AGENCIES = (THROUGH, THROUGH, THROUGH, HIDDEN, HIDDEN, REFUSED)
COUNTY_AND_TOWN = (THROUGH, THROUGH, HIDDEN, HIDDEN, HIDDEN, REFUSED)
ASK = {"wanted": "2,400 tax inserts"}

ROWS = [
    open_to_all("membership:services"),
    open_to_all("membership:service", given=_published),
    _row("membership:service", "GET", (THROUGH, HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN), given=_draft),
    _row("membership:write_service", "GET", COUNTY_ONLY),
    _row("membership:write_service", "POST", COUNTY_ONLY, data=FACTS),
    _row("membership:change_service", "GET", COUNTY_ONLY, given=_published),
    _row("membership:change_service", "POST", COUNTY_ONLY, given=_published, data=FACTS),
    _row("membership:change_service", "POST", COUNTY_ALONE_KNOWS, given=_draft, data=FACTS),
    _row("membership:publish_service", "POST", COUNTY_ALONE_KNOWS, given=_draft),
    _row("membership:unpublish_service", "POST", COUNTY_ONLY, given=_published),
    _row("membership:ask_service", "GET", AGENCIES, given=_published),
    _row("membership:ask_service", "POST", AGENCIES, given=_published, data=ASK),
    _row("membership:ask_service", "POST", TOWNS, given=_for_towns, data=ASK),
    _row("membership:service_requests", "GET", COUNTY_AND_AGENCIES),
    _row("membership:service_request", "GET", COUNTY_AND_TOWN, given=_towns_request),
    _row(
        "membership:answer_service_request",
        "POST",
        (THROUGH, REFUSED, HIDDEN, HIDDEN, HIDDEN, REFUSED),
        given=_towns_request,
        data={"verdict": "answered", "answer": "By Friday."},
    ),
    _row(
        "membership:withdraw_service_request",
        "POST",
        (REFUSED, THROUGH, HIDDEN, HIDDEN, HIDDEN, REFUSED),
        given=_towns_request,
    ),
]
