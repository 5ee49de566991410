"""Who gets what from the addresses of joining."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from commonlot.process.membership.queries import token_of
from commonlot.process.membership.states import AgreementStatus
from tests.cast import Cast
from tests.factories.joining import BODY, file_application, make_application
from tests.factories.membership import make_agreement
from tests.house.matrix import HIDDEN, REFUSED, THROUGH, Arguments, Row, open_to_all
from tests.process.membership.matrix import ADMINISTRATOR, COUNTY_AND_TOWN, COUNTY_ONLY, _row

ROWS_SENT = {
    "newspapers-TOTAL_FORMS": 1, "newspapers-INITIAL_FORMS": 0, "newspapers-0-name": "Elm Crest Courier",
    "sites-TOTAL_FORMS": 1, "sites-INITIAL_FORMS": 0, "best_value": "unknown", "electronic_bids": "no",
    "contact_name": "Ada Brook", "contact_email": "ada.brook@example.org",
}  # fmt: skip
INSIDE = (THROUGH, THROUGH, HIDDEN, HIDDEN, HIDDEN, REFUSED)


def _filed(cast: Cast) -> Arguments:
    return {"token": token_of(file_application(now=cast.now), by_mail=True)}


def _confirmed(cast: Cast) -> Arguments:
    return {"token": token_of(make_application(now=cast.now), by_mail=True)}


def _waiting(cast: Cast) -> Arguments:
    return {"pk": make_application(now=cast.now).pk}


def _town(cast: Cast) -> Arguments:
    return {"pk": cast.town.pk}


def _agreement(cast: Cast, status: AgreementStatus) -> Arguments:
    cast.town.agreements.all().delete()
    today = timezone.localdate(cast.now)
    is_active = status == AgreementStatus.ACTIVE
    ends_on = today + timedelta(days=40) if is_active else None
    return {
        "pk": make_agreement(
            cast.town, status=status, starts_on=today if is_active else None, ends_on=ends_on
        ).pk
    }


def _draft(cast: Cast) -> Arguments:
    return _agreement(cast, AgreementStatus.DRAFT)


def _running(cast: Cast) -> Arguments:
    return _agreement(cast, AgreementStatus.ACTIVE)


def _paper(cast: Cast) -> Arguments:
    return {**_draft(cast), "paper": "agreement"}


def _model(cast: Cast) -> Arguments:
    return {"paper": "resolution"}


def _post(url: str, who: tuple[Any, ...], **more: Any) -> Row:
    return _row(f"membership:{url}", "POST", who, **more)


ROWS = [
    open_to_all("membership:join"),
    open_to_all("membership:apply"),
    open_to_all("membership:apply", method="POST", data=BODY | ROWS_SENT),
    open_to_all("membership:model_paper", given=_model),
    open_to_all("membership:application", given=_filed),
    open_to_all("membership:confirm_application", method="POST", given=_filed),
    open_to_all("membership:withdraw_application", method="POST", given=_confirmed),
    _row("membership:applications", "GET", COUNTY_ONLY),
    _row("membership:verify", "GET", COUNTY_ONLY, given=_waiting),
    _post("accept_application", COUNTY_ONLY, given=_waiting),
    _post("decline_application", COUNTY_ONLY, given=_waiting, data={"reason": "Not a public body."}),
    _row("membership:facts", "GET", (THROUGH, REFUSED, HIDDEN, HIDDEN, HIDDEN, REFUSED), given=_town),
    _row("membership:facts", "GET", INSIDE, given=_town, seats=ADMINISTRATOR),
    _post("facts", INSIDE, given=_town, seats=ADMINISTRATOR, data=ROWS_SENT),
    _post("renew_agreement", COUNTY_ONLY, given=_running),
    _post("renew_agreement", COUNTY_AND_TOWN, given=_running, seats=ADMINISTRATOR),
    _row("membership:term", "GET", COUNTY_AND_TOWN, given=_draft, seats=ADMINISTRATOR),
    _post("term", COUNTY_AND_TOWN, given=_draft, seats=ADMINISTRATOR, data={"starts_on": "2027-01-01"}),
    _row("membership:agreement_paper", "GET", INSIDE, given=_paper),
]
