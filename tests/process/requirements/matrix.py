"""Who gets what from each address of the requirements stage."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from commonlot.process.membership.models import AgencyFacts
from commonlot.process.requirements import actions
from commonlot.process.requirements.models import Participation
from commonlot.process.requirements.states import ParticipationStatus, PoolStatus
from tests.cast import Cast
from tests.factories import requirements as make
from tests.house.matrix import HIDDEN, REFUSED, THROUGH, Arguments, Gets, Row
from tests.process.requirements.files import TOWN_FILE

# buyer, member, other member, vendor, rival, public
COUNTY_ONLY = (THROUGH, REFUSED, HIDDEN, HIDDEN, HIDDEN, REFUSED)
AGENCY_ONLY = (REFUSED, THROUGH, HIDDEN, HIDDEN, HIDDEN, REFUSED)
BOTH = (THROUGH, THROUGH, HIDDEN, HIDDEN, HIDDEN, REFUSED)
COLUMNS = {
    "description": "Item",
    "unit": "UOM",
    "quantity": "Qty",
    "price_paid": "Unit Price",
    "site": "Deliver to",
}


def _row(
    url: str, method: str, who: tuple[Gets, ...], given: Callable[[Cast], Arguments], **more: Any
) -> Row:
    names = ("buyer", "member", "other_member", "vendor", "rival", "public")
    answers: dict[str, Any] = dict(zip(names, who, strict=True))
    return Row(url=f"requirements:{url}", method=method, given=given, **answers, **more)


def _nothing(cast: Cast) -> Arguments:
    return {}


def _part(
    cast: Cast, status: str = ParticipationStatus.JOINED, pool: str = PoolStatus.COLLECTING
) -> Participation:
    part = make.part(make.pool(cast.buyer, cast.now, status=pool), cast.town, cast.now, status=status)
    make.line(part, cast.now)
    return part


def _pool(cast: Cast) -> Arguments:
    return {"pk": _part(cast).pool_id}


def _all_answered(cast: Cast) -> Arguments:
    return {"pk": _part(cast, ParticipationStatus.SUBMITTED).pool_id}


def _being_pooled(cast: Cast) -> Arguments:
    return {"pk": make.pool_with_needs(cast, needs=[(cast.town, "Salt", "TON", "4", "60")]).pk}


def _planned(cast: Cast) -> Arguments:
    return {"pk": _part(cast, ParticipationStatus.INVITED, PoolStatus.PLANNED).pool_id}


def _joined(cast: Cast) -> Arguments:
    return {"pk": _part(cast).pk}


def _invited(cast: Cast) -> Arguments:
    return {"pk": _part(cast, ParticipationStatus.INVITED).pk}


def _sent(cast: Cast) -> Arguments:
    return {"pk": _part(cast, ParticipationStatus.SUBMITTED).pk}


def _asked(cast: Cast) -> Arguments:
    part = _part(cast)
    return {"pk": make.line(part, cast.now, quantity=Decimal(-3), question="Do you need these?").pk}


def _named_sites(cast: Cast) -> Arguments:
    AgencyFacts.objects.create(agency=cast.town, sites=[{"name": "Old garage"}], changed_at=cast.now)
    return {}


def _site(cast: Cast) -> Arguments:
    return {"pk": make.site(cast.town).pk}


def _uploaded(cast: Cast) -> Arguments:
    part = _part(cast)
    batch = actions.upload_needs(
        pool_id=part.pool_id, participation_id=part.pk, name="needs.csv", content=TOWN_FILE,
        actor=cast.requester, now=cast.now,
    )  # fmt: skip
    return {"pk": batch.pk}


def _checked(cast: Cast) -> Arguments:
    batch = _uploaded(cast)
    actions.choose_columns(batch_id=batch["pk"], columns=COLUMNS, actor=cast.requester, now=cast.now)
    return batch


def _file(cast: Cast, arguments: Arguments) -> Arguments:
    part = Participation.objects.get(pool=arguments["pk"], agency=cast.town)
    return {"file": SimpleUploadedFile("needs.csv", TOWN_FILE), "part": part.pk}


def _plan(cast: Cast, arguments: Arguments) -> Arguments:
    return {
        "title": "Sand",
        "needs_due_at": _later(cast),
        "term_starts_on": "2027-04-01",
        "term_ends_on": "2028-04-01",
    }


def _later(cast: Cast) -> str:
    return f"{timezone.localtime(cast.now + timedelta(days=20)):%Y-%m-%dT%H:%M}"


def _deadline(cast: Cast, arguments: Arguments) -> Arguments:
    return {"needs_due_at": _later(cast)}


def _school(cast: Cast, arguments: Arguments) -> Arguments:
    return {"agency_ids": [cast.school_district.pk]}


def _call(cast: Cast, arguments: Arguments) -> Arguments:
    hour_ago = f"{timezone.localtime(cast.now - timedelta(hours=1)):%Y-%m-%dT%H:%M}"
    return {"said_by": "Dana Okafor, clerk", "said_at": hour_ago, "send": "1"}


def _written_down(cast: Cast) -> Arguments:
    part = _part(cast, ParticipationStatus.JOINED)
    answer = actions.write_down_answer(
        participation_id=part.pk, said_by="Dana Okafor, clerk", said_at=cast.now - timedelta(hours=1), rows=[],
        actor=cast.buyer, now=cast.now,
    )  # fmt: skip
    return {"pk": answer.pk}


def _after_last_year(cast: Cast) -> Arguments:
    before = make.pool(cast.buyer, cast.now, status=PoolStatus.AWARDED, term_starts_on=date(2026, 4, 1))
    make.line(
        make.part(before, cast.town, cast.now, status=ParticipationStatus.ACCEPTED), cast.now, unit="LB"
    )
    return _joined(cast)


def _with_proof(cast: Cast) -> Arguments:
    line = _part(cast).lines.get()
    actions.attach_proof(
        line_id=line.pk, name="invoice.pdf", content=b"%PDF-1.4", actor=cast.requester, now=cast.now
    )
    return {"pk": line.pk}


NEW_LINE = {"line-0-description": "Sand", "line-0-quantity": "12", "line-0-unit": "TON", "row": "0"}
REASON = {"reason": "Please look again."}
SEES_OWN = (THROUGH, THROUGH, THROUGH, REFUSED, REFUSED, REFUSED)

ROWS = [
    _row("pools", "GET", SEES_OWN, _nothing),
    _row("plan", "GET", (THROUGH, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED), _nothing),
    _row("plan", "POST", (THROUGH, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED), _nothing, data=_plan),
    _row("pool", "GET", BOTH, _pool),
    _row("pool", "GET", (THROUGH, HIDDEN, HIDDEN, HIDDEN, HIDDEN, REFUSED), _planned),
    _row("invite", "GET", COUNTY_ONLY, _pool),
    _row("invite", "POST", COUNTY_ONLY, _pool, data=_school),
    _row("deadline", "GET", COUNTY_ONLY, _pool),
    _row("deadline", "POST", COUNTY_ONLY, _pool, data=_deadline),
    _row("open", "POST", (THROUGH, HIDDEN, HIDDEN, HIDDEN, HIDDEN, REFUSED), _planned),
    _row("start_pooling", "POST", COUNTY_ONLY, _all_answered),
    _row("reopen_pool", "POST", COUNTY_ONLY, _being_pooled),
    _row("cancel", "GET", COUNTY_ONLY, _pool),
    _row("cancel", "POST", COUNTY_ONLY, _pool, data=REASON),
    _row("questions", "GET", COUNTY_ONLY, _pool),
    _row("answer", "POST", COUNTY_ONLY, _asked, data={"quantity": "3"}),
    _row("upload", "GET", BOTH, _pool),
    _row("upload", "POST", BOTH, _pool, data=_file),
    _row("import", "GET", BOTH, _uploaded),
    _row("import", "POST", BOTH, _uploaded, data=COLUMNS),
    _row("start_import", "POST", BOTH, _checked),
    _row("survey", "GET", BOTH, _joined),
    _row("survey", "POST", AGENCY_ONLY, _joined, data=NEW_LINE),
    _row("save_row", "POST", AGENCY_ONLY, _joined, data=NEW_LINE),
    _row("check", "GET", BOTH, _joined),
    _row("check", "POST", AGENCY_ONLY, _joined),
    _row("template", "GET", BOTH, _joined),
    _row("join", "POST", AGENCY_ONLY, _invited),
    _row("decline", "POST", AGENCY_ONLY, _invited),
    _row("reopen", "POST", AGENCY_ONLY, _sent),
    _row("accept", "POST", COUNTY_ONLY, _sent),
    _row("return", "GET", COUNTY_ONLY, _sent),
    _row("return", "POST", COUNTY_ONLY, _sent, data=REASON),
    _row("board", "GET", COUNTY_ONLY, _pool),
    _row("remind", "POST", COUNTY_ONLY, _pool),
    _row("write_down", "GET", COUNTY_ONLY, _joined),
    _row("write_down", "POST", COUNTY_ONLY, _joined, data=_call),
    _row("spoken_answer", "GET", BOTH, _written_down),
    _row("spoken_answer", "POST", AGENCY_ONLY, _written_down, data={"reason": "We said 14."}),
    _row("start_from_last_year", "POST", AGENCY_ONLY, _after_last_year),
    _row("history", "GET", BOTH, _joined),
    _row("detach_proof", "POST", AGENCY_ONLY, _with_proof),
    _row("sites", "GET", SEES_OWN, _nothing),
    _row("sites", "POST", SEES_OWN, _nothing, data={"name": "North garage"}),
    _row("add_named_sites", "POST", (REFUSED, THROUGH, REFUSED, REFUSED, REFUSED, REFUSED), _named_sites),
    _row("rename_site", "GET", (HIDDEN, THROUGH, HIDDEN, HIDDEN, HIDDEN, REFUSED), _site),
    _row(
        "rename_site",
        "POST",
        (HIDDEN, THROUGH, HIDDEN, HIDDEN, HIDDEN, REFUSED),
        _site,
        data={"name": "Garage 2"},
    ),
]
