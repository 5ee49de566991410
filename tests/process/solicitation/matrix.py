"""Who gets what from each address of the solicitation stage."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from commonlot.process.solicitation.models import Solicitation
from commonlot.process.solicitation.states import Status
from tests.cast import Cast
from tests.factories.pooling import frozen_pool
from tests.factories.solicitation import solicitation
from tests.house.matrix import HIDDEN, REFUSED, THROUGH, Arguments, Gets, Row, open_to_all

FACE = {
    "title": "Sand", "term_starts_on": "2027-01-01", "last_day": "2027-12-31", "opening_place": "Room 713",
}  # fmt: skip


def _row(url: str, method: str, buyer: Gets, others: Gets, **more: Any) -> Row:
    rest: dict[str, Any] = dict.fromkeys(("member", "other_member", "vendor", "rival", "public"), others)
    return Row(url=url, method=method, buyer=buyer, **rest, **more)


def _given(status: Status) -> Callable[[Cast], Arguments]:
    return lambda cast: {"pk": solicitation(cast, status=status).pk}


def _line(cast: Cast) -> Arguments:
    return {"pk": solicitation(cast, status=Status.DRAFT).lines.get(number=2).pk}


def _pool(cast: Cast) -> Arguments:
    return {"pk": frozen_pool(cast).pk}


def _grid(cast: Cast, arguments: Arguments) -> Arguments:
    made = Solicitation.objects.get(pk=arguments["pk"])
    lot = made.lots.get().pk
    sent: dict[str, Any] = {}
    for line in made.lines.all():
        sent |= {f"l{line.pk}-description": "Salt", f"l{line.pk}-unit": "TON", f"l{line.pk}-quantity": "1,200",
                 f"l{line.pk}-lot": lot}  # fmt: skip
    return sent


def _file(cast: Cast, arguments: Arguments) -> Arguments:
    return {"file": SimpleUploadedFile("lines.csv", b"line,description,quantity,unit\n9,Sand,40,TON\n")}


def _deadline(cast: Cast, arguments: Arguments) -> Arguments:
    due = timezone.localtime(timezone.now() + timedelta(days=30))
    return {"bids_due_at": due.strftime("%Y-%m-%dT%H:%M")}


DRAFT, REVIEW = _given(Status.DRAFT), _given(Status.IN_REVIEW)
AGENT = {"seats": {"buyer": "purchasing_agent"}}
ROWS = [
    open_to_all("solicitation:index"),
    open_to_all("solicitation:detail", given=_given(Status.PUBLISHED)),
    open_to_all("solicitation:lines_csv", given=_given(Status.PUBLISHED)),
    open_to_all("solicitation:lines_xlsx", given=_given(Status.PUBLISHED)),
    open_to_all("solicitation:document", given=_given(Status.PUBLISHED)),
    _row("solicitation:detail", "GET", THROUGH, HIDDEN, given=DRAFT),
    _row("solicitation:lines_csv", "GET", THROUGH, HIDDEN, given=REVIEW),
    _row("solicitation:lines_xlsx", "GET", THROUGH, HIDDEN, given=DRAFT),
    _row("solicitation:document", "GET", THROUGH, HIDDEN, given=DRAFT),
    _row("solicitation:draft", "GET", THROUGH, REFUSED),
    _row("solicitation:draft", "POST", THROUGH, REFUSED, data=FACE),
    Row(url="solicitation:draft_from_pool", buyer=THROUGH, member=REFUSED, other_member=REFUSED, vendor=HIDDEN,
             rival=HIDDEN, public=HIDDEN, given=_pool),
    Row(url="solicitation:draft_from_pool", method="POST", buyer=THROUGH, member=REFUSED, other_member=REFUSED,
        vendor=HIDDEN, rival=HIDDEN, public=HIDDEN, given=_pool, data=FACE),
    _row("solicitation:edit", "GET", THROUGH, HIDDEN, given=DRAFT),
    _row("solicitation:edit", "GET", THROUGH, HIDDEN, given=_given(Status.PUBLISHED)),
    _row("solicitation:edit", "POST", THROUGH, HIDDEN, given=DRAFT, data=FACE),
    _row("solicitation:save_lines", "POST", THROUGH, HIDDEN, given=DRAFT, data=_grid),
    _row("solicitation:remove_line", "POST", THROUGH, HIDDEN, given=_line),
    _row("solicitation:add_lot", "POST", THROUGH, HIDDEN, given=DRAFT, data={"title": "Liquids"}),
    _row("solicitation:upload", "POST", THROUGH, HIDDEN, given=DRAFT, data=_file),
    _row("solicitation:send_for_review", "POST", THROUGH, HIDDEN, given=DRAFT),
    _row("solicitation:send_back", "POST", THROUGH, HIDDEN, given=REVIEW, data={"back-reason": "Line 2 is wrong"}),
    _row("solicitation:publish", "POST", REFUSED, HIDDEN, given=REVIEW, data=_deadline),
    _row("solicitation:publish", "POST", THROUGH, HIDDEN, given=REVIEW, data=_deadline, **AGENT),
    _row("solicitation:cancel", "POST", THROUGH, HIDDEN, given=DRAFT, data={"cancel-reason": "No need"}),
    _row("solicitation:cancel", "POST", REFUSED, HIDDEN, given=_given(Status.PUBLISHED),
         data={"cancel-reason": "No need"}),
]  # fmt: skip
