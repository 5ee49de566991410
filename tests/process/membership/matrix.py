"""Who gets what from each address of membership."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from commonlot.process.membership.states import AgreementStatus
from tests.cast import Cast
from tests.factories.membership import make_agency, make_agreement
from tests.house.matrix import HIDDEN, REFUSED, THROUGH, Arguments, Gets, Row, open_to_all


def _row(url: str, method: str, who: tuple[Gets, ...], **more: Any) -> Row:
    """Return a row; `who` stands for buyer, member, other member, vendor, rival, public."""
    names = ("buyer", "member", "other_member", "vendor", "rival", "public")
    gets: dict[str, Any] = dict(zip(names, who, strict=True))
    return Row(url=url, method=method, **gets, **more)


def _town(cast: Cast) -> Arguments:
    return {"pk": cast.town.pk}


def _vendor(cast: Cast) -> Arguments:
    return {"pk": cast.salt_and_sons.pk}


def _town_people(cast: Cast) -> Arguments:
    return {"pk": cast.town.organisation_id}


def _vendor_people(cast: Cast) -> Arguments:
    return {"pk": cast.salt_and_sons.organisation_id}


def _county_people(cast: Cast) -> Arguments:
    return {"pk": cast.county.organisation_id}


def _town_seat(cast: Cast) -> Arguments:
    return {"pk": cast.receiver.pk}


def _new_agency(cast: Cast) -> Arguments:
    return {"pk": make_agency(now=cast.now).pk}


def _agreement_of_the_town(cast: Cast, status: AgreementStatus) -> Arguments:
    cast.town.agreements.all().delete()
    today = timezone.localdate(cast.now)
    is_active = status == AgreementStatus.ACTIVE
    return {"pk": make_agreement(cast.town, status=status, starts_on=today if is_active else None).pk}


def _draft(cast: Cast) -> Arguments:
    return _agreement_of_the_town(cast, AgreementStatus.DRAFT)


def _pending(cast: Cast) -> Arguments:
    return _agreement_of_the_town(cast, AgreementStatus.BOARD_PENDING)


def _active(cast: Cast) -> Arguments:
    return _agreement_of_the_town(cast, AgreementStatus.ACTIVE)


def _vote(cast: Cast, _: Arguments) -> Arguments:
    today = timezone.localdate(cast.now)
    days = {"voted_on": today, "starts_on": today, "ends_on": today + timedelta(days=365)}
    return {"resolution_number": "2026-14", "votes_for": 3, "votes_of": 5, **days}


def _county_vote(cast: Cast, _: Arguments) -> Arguments:
    vote = {
        "resolution_number": "31 of 2026",
        "votes_for": 9,
        "votes_of": 17,
        "voted_on": timezone.localdate(cast.now),
    }
    return {f"county-{name}": value for name, value in vote.items()}


def _certificate(cast: Cast, _: Arguments) -> Arguments:
    today = timezone.localdate(cast.now)
    return {"kind": "other", "starts_on": today, "ends_on": today + timedelta(days=365)}


INVITED = {"name": "New Person", "email": "new.person@example.org"}
ADMINISTRATOR = {"member": "approver"}  # the town's administrator
COUNTY_ONLY = (THROUGH, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED)
COUNTY_AND_TOWN = (THROUGH, THROUGH, REFUSED, REFUSED, REFUSED, REFUSED)
PEOPLE_OF_TOWN = (THROUGH, THROUGH, HIDDEN, HIDDEN, HIDDEN, REFUSED)
PEOPLE_OF_TOWN_WITHOUT_ROLE = (THROUGH, REFUSED, HIDDEN, HIDDEN, HIDDEN, REFUSED)
COUNTY_AND_VENDOR = (THROUGH, HIDDEN, HIDDEN, THROUGH, HIDDEN, REFUSED)

ROWS = [
    open_to_all("membership:directory"),
    open_to_all("membership:agency", given=_town),
    _row("membership:agency", "GET", (THROUGH, THROUGH, THROUGH, HIDDEN, HIDDEN, REFUSED)),
    _row("membership:company", "GET", (HIDDEN, HIDDEN, HIDDEN, THROUGH, THROUGH, REFUSED)),
    _row("membership:enrol", "GET", COUNTY_ONLY),
    _row(
        "membership:enrol", "POST", COUNTY_ONLY, data={"name": "Town of Zed", "kind": "town", "state": "NY"}
    ),
    _row("membership:vendors", "GET", COUNTY_ONLY),
    _row("membership:register_vendor", "GET", COUNTY_ONLY),
    _row("membership:register_vendor", "POST", COUNTY_ONLY, data={"name": "Zed Salt"}),
    _row("membership:vendor", "GET", COUNTY_AND_VENDOR, given=_vendor),
    _row("membership:add_certificate", "POST", COUNTY_AND_VENDOR, given=_vendor, data=_certificate),
    _row("membership:invite", "GET", PEOPLE_OF_TOWN_WITHOUT_ROLE, given=_town_people),
    _row("membership:invite", "GET", PEOPLE_OF_TOWN, given=_town_people, seats=ADMINISTRATOR),
    _row(
        "membership:invite",
        "POST",
        PEOPLE_OF_TOWN,
        given=_town_people,
        seats=ADMINISTRATOR,
        data={**INVITED, "roles": ["receiver"]},
    ),
    _row(
        "membership:invite",
        "POST",
        (THROUGH, HIDDEN, HIDDEN, REFUSED, HIDDEN, REFUSED),
        given=_vendor_people,
        data={**INVITED, "roles": ["vendor_representative"]},
    ),
    _row(
        "membership:invite",
        "POST",
        (REFUSED, HIDDEN, HIDDEN, HIDDEN, HIDDEN, REFUSED),
        given=_county_people,
        data={**INVITED, "roles": ["buyer"]},
    ),
    _row("membership:roles", "GET", PEOPLE_OF_TOWN_WITHOUT_ROLE, given=_town_seat),
    _row("membership:roles", "GET", PEOPLE_OF_TOWN, given=_town_seat, seats=ADMINISTRATOR),
    _row(
        "membership:roles",
        "POST",
        PEOPLE_OF_TOWN,
        given=_town_seat,
        seats=ADMINISTRATOR,
        data={"roles": ["requester"]},
    ),
    _row("membership:end_seat", "POST", PEOPLE_OF_TOWN_WITHOUT_ROLE, given=_town_seat),
    _row("membership:end_seat", "POST", PEOPLE_OF_TOWN, given=_town_seat, seats=ADMINISTRATOR),
    _row("membership:start_agreement", "POST", COUNTY_ONLY, given=_new_agency, seats=ADMINISTRATOR),
    _row("membership:lay_before_board", "POST", COUNTY_ONLY, given=_draft),
    _row("membership:lay_before_board", "POST", COUNTY_AND_TOWN, given=_draft, seats=ADMINISTRATOR),
    _row("membership:vote", "GET", COUNTY_AND_TOWN, given=_pending, seats=ADMINISTRATOR),
    _row("membership:vote", "POST", COUNTY_AND_TOWN, given=_pending, seats=ADMINISTRATOR, data=_vote),
    _row("membership:county_vote", "POST", COUNTY_ONLY, given=_pending, data=_county_vote),
    _row(
        "membership:county_vote", "POST", COUNTY_ONLY, given=_pending, seats=ADMINISTRATOR, data=_county_vote
    ),
    _row("membership:signed_copy", "GET", COUNTY_AND_TOWN, given=_active, seats=ADMINISTRATOR),
    _row("membership:signed_copy", "POST", (REFUSED,) * 6, given=_active),  # no file was sent
    _row("membership:end_agreement", "POST", COUNTY_AND_TOWN, given=_active, seats=ADMINISTRATOR),
]
