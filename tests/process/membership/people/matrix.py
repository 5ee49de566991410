"""Who gets what from the addresses of an agency's people, approvals and history."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from commonlot.process.membership import actions
from tests.cast import Cast
from tests.factories import approvals as make
from tests.house.matrix import HIDDEN, REFUSED, THROUGH, Arguments, Gets, Row


def _row(url: str, method: str, who: tuple[Gets, ...], **more: Any) -> Row:
    """Return a row; `who` stands for buyer, member, other member, vendor, rival, public."""
    names = ("buyer", "member", "other_member", "vendor", "rival", "public")
    gets: dict[str, Any] = dict(zip(names, who, strict=True))
    return Row(url=url, method=method, **gets, **more)


def _town(cast: Cast) -> Arguments:
    return {"pk": cast.town.pk}


def _town_people(cast: Cast) -> Arguments:
    return {"pk": cast.town.organisation_id}


def _invited(cast: Cast) -> Arguments:
    seat = actions.invite_person(
        organisation_id=cast.town.organisation_id, email="ada.quist@example.org", name="Ada Quist",
        roles=["receiver"], actor=cast.approver, now=cast.now,
    )  # fmt: skip
    return {"pk": seat.pk}


def _backup(cast: Cast) -> Arguments:
    return {"pk": make.backup(cast, cast.receiver, acts_for=cast.approver).pk}


def _limit(cast: Cast, _: Arguments) -> Arguments:
    return {f"limit-{cast.approver.pk}": "5000"}


def _new_backup(cast: Cast, _: Arguments) -> Arguments:
    today = timezone.localdate(cast.now)
    days = {"starts_on": today, "ends_on": today + timedelta(days=3)}
    return {"approver": cast.approver.pk, "backup": cast.receiver.pk, **days}


ADMINISTRATOR = {"member": "approver"}  # the town's administrator
READ = (THROUGH, THROUGH, HIDDEN, HIDDEN, HIDDEN, REFUSED)
MANAGE = (THROUGH, THROUGH, HIDDEN, HIDDEN, HIDDEN, REFUSED)
WITHOUT_ROLE = (THROUGH, REFUSED, HIDDEN, HIDDEN, HIDDEN, REFUSED)
OWN = (
    REFUSED,
    THROUGH,
    HIDDEN,
    HIDDEN,
    HIDDEN,
    REFUSED,
)  # not even the county says who spends the town's money
NOBODY_ELSE = (REFUSED, REFUSED, HIDDEN, HIDDEN, HIDDEN, REFUSED)
SEVERAL = {"people": "Ada Quist, ada.quist@example.org, requester"}

ROWS = [
    _row("membership:invite_several", "GET", WITHOUT_ROLE, given=_town_people),
    _row("membership:invite_several", "GET", MANAGE, given=_town_people, seats=ADMINISTRATOR),
    _row("membership:invite_several", "POST", MANAGE, given=_town_people, seats=ADMINISTRATOR, data=SEVERAL),
    _row("membership:send_invitation", "POST", WITHOUT_ROLE, given=_invited),
    _row("membership:send_invitation", "POST", MANAGE, given=_invited, seats=ADMINISTRATOR),
    _row("membership:withdraw_invitation", "POST", WITHOUT_ROLE, given=_invited),
    _row("membership:withdraw_invitation", "POST", MANAGE, given=_invited, seats=ADMINISTRATOR),
    _row("membership:approvals", "GET", READ, given=_town),
    _row("membership:approval_limits", "POST", NOBODY_ELSE, given=_town),
    _row("membership:approval_limits", "POST", OWN, given=_town, seats=ADMINISTRATOR, data=_limit),
    _row("membership:two_approvals", "POST", NOBODY_ELSE, given=_town, data={"above": "2500"}),
    _row("membership:two_approvals", "POST", OWN, given=_town, seats=ADMINISTRATOR, data={"above": "2500"}),
    _row("membership:name_backup", "POST", NOBODY_ELSE, given=_town, data=_new_backup),
    _row("membership:name_backup", "POST", OWN, given=_town, seats=ADMINISTRATOR, data=_new_backup),
    _row("membership:end_backup", "POST", NOBODY_ELSE, given=_backup),
    _row("membership:end_backup", "POST", OWN, given=_backup, seats=ADMINISTRATOR),
    _row("membership:history", "GET", READ, given=_town),
    _row("membership:history_csv", "GET", READ, given=_town),
]
