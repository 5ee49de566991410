"""Who gets what from each address of help, delegations and hours; the town asks, Priya Raman answers."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from commonlot.process.membership import actions
from tests.cast import Cast
from tests.factories import help as make
from tests.house.matrix import HIDDEN, REFUSED, THROUGH, Arguments, Gets, Row


def _row(url: str, method: str, who: tuple[Gets, ...], **more: Any) -> Row:
    names = ("buyer", "member", "other_member", "vendor", "rival", "public")
    gets: dict[str, Any] = dict(zip(names, who, strict=True))
    return Row(url=f"membership:{url}", method=method, **gets, **more)


def _asked(cast: Cast) -> Arguments:
    return {"pk": make.asked(cast, by=cast.requester).pk}


def _taken(cast: Cast) -> Arguments:
    return {"pk": make.taken(cast, by=cast.requester).pk}


def _proposed(cast: Cast) -> Arguments:
    return {"pk": make.proposed(cast, by=cast.requester).pk}


def _granted(cast: Cast) -> Arguments:
    return {"pk": make.granted(cast, by=cast.requester, grants=cast.approver).pk}


def _logged(cast: Cast) -> Arguments:
    entry = actions.log_hours(
        request_id=make.taken(cast, by=cast.requester).pk,
        worked_on=timezone.localdate(cast.now),
        hours=Decimal("1.5"),
        work="needs",
        note="Read last year's invoices",
        actor=cast.buyer,
        now=cast.now,
    )
    return {"pk": entry.pk}


def _request(cast: Cast, _: Arguments) -> Arguments:
    day = timezone.localdate(cast.now) + timedelta(days=9)
    return {"kind": "needs", "words": "Fill in our needs", "needed_by": day}


def _hours(cast: Cast, _: Arguments) -> Arguments:
    today = timezone.localdate(cast.now)
    return {"worked_on": today, "hours": "1.5", "work": "needs", "note": "Read last year's invoices"}


def _proposal(cast: Cast, _: Arguments) -> Arguments:
    today = timezone.localdate(cast.now)
    return {"acts": ["check"], "begins_on": today, "ends_on": today + timedelta(days=30)}


def _buyer(cast: Cast, _: Arguments) -> Arguments:
    return {"buyer": cast.second_buyer.pk}


def _file(cast: Cast, _: Arguments) -> Arguments:
    return {"file": SimpleUploadedFile("spec.pdf", b"%PDF-1.7", "application/pdf")}


ADMINISTRATOR = {"member": "approver"}  # the town's administrator
AGENT = {"buyer": "purchasing_agent"}
MEMBERS = (THROUGH, THROUGH, THROUGH, HIDDEN, HIDDEN, REFUSED)
ASKING = (REFUSED, THROUGH, THROUGH, REFUSED, REFUSED, REFUSED)
COUNTY_AND_TOWN = (THROUGH, THROUGH, HIDDEN, HIDDEN, HIDDEN, REFUSED)
COUNTY = (THROUGH, REFUSED, HIDDEN, HIDDEN, HIDDEN, REFUSED)
TOWN = (REFUSED, THROUGH, HIDDEN, HIDDEN, HIDDEN, REFUSED)
NEITHER = (REFUSED, REFUSED, HIDDEN, HIDDEN, HIDDEN, REFUSED)
BECAUSE = {"because": "The State has a contract for this."}
NO = {"decline-because": "The State has a contract for this."}
OUTCOME = {"done-outcome": "Your needs are in the pool."}

ROWS = [
    _row("help", "GET", MEMBERS),
    _row("ask_for_help", "GET", ASKING),
    _row("ask_for_help", "POST", ASKING, data=_request),
    _row("help_request", "GET", COUNTY_AND_TOWN, given=_asked),
    _row("add_help_paper", "POST", COUNTY_AND_TOWN, given=_asked, data=_file),
    _row("take_help", "POST", COUNTY, given=_asked),
    _row("assign_help", "POST", NEITHER, given=_asked, data=_buyer),
    _row("assign_help", "POST", COUNTY, given=_asked, data=_buyer, seats=AGENT),
    _row("decline_help", "POST", COUNTY, given=_asked, data=NO),
    _row("withdraw_help", "POST", TOWN, given=_asked),
    _row("withdraw_help", "POST", TOWN, given=_taken),
    _row("finish_help", "POST", COUNTY, given=_taken, data=OUTCOME),
    _row("propose_delegation", "GET", COUNTY, given=_taken),
    _row("propose_delegation", "POST", COUNTY, given=_taken, data=_proposal),
    _row("log_hours", "GET", COUNTY, given=_taken),
    _row("log_hours", "POST", COUNTY, given=_taken, data=_hours),
    _row("delegation", "GET", COUNTY_AND_TOWN, given=_proposed),
    _row("grant_delegation", "POST", NEITHER, given=_proposed),
    _row("grant_delegation", "POST", TOWN, given=_proposed, seats=ADMINISTRATOR),
    _row("refuse_delegation", "POST", NEITHER, given=_proposed),
    _row("refuse_delegation", "POST", TOWN, given=_proposed, seats=ADMINISTRATOR),
    _row("take_back_proposal", "POST", COUNTY, given=_proposed),
    _row("end_delegation", "POST", COUNTY, given=_granted),
    _row("end_delegation", "POST", COUNTY_AND_TOWN, given=_granted, seats=ADMINISTRATOR),
    _row("hours", "GET", MEMBERS),
    _row("hours_csv", "GET", MEMBERS),
    _row("take_back_hours", "GET", COUNTY, given=_logged),
    _row("take_back_hours", "POST", COUNTY, given=_logged, data=BECAUSE),
]
