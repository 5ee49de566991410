"""Who gets what from the addresses of campaigns."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from commonlot.process.membership import actions
from commonlot.process.membership.models import Campaign
from tests.cast import Cast
from tests.house.matrix import HIDDEN, REFUSED, THROUGH, Arguments, Gets, Row
from tests.process.membership.campaigns.made import BODY, call, campaign, send, subscriber

COUNTY_ONLY = (THROUGH, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED)
WORDS = {"subject": "The yard opens", "body": BODY, "audience": "list"}


def _row(url: str, method: str = "GET", who: tuple[Gets, ...] = COUNTY_ONLY, **more: Any) -> Row:
    names = ("buyer", "member", "other_member", "vendor", "rival", "public")
    gets: dict[str, Any] = dict(zip(names, who, strict=True))
    return Row(url=f"membership:{url}", method=method, **gets, **more)


def _draft(cast: Cast) -> Arguments:
    subscriber("anna@example.org", cast.now)
    return {"pk": campaign(cast).pk}


def _begun(cast: Cast, made: Campaign) -> Campaign:
    send(made, cast)
    actions.prepare_campaign(campaign_id=made.pk, now=cast.now, progress=lambda *_: None)
    made.refresh_from_db()
    return made


def _sending(cast: Cast) -> Arguments:
    subscriber("anna@example.org", cast.now)
    return {"pk": _begun(cast, campaign(cast)).pk}


def _paused(cast: Cast) -> Arguments:
    given = _sending(cast)
    actions.pause_campaign(campaign_id=given["pk"], actor=cast.buyer, now=cast.now)
    return given


def _sent_call(cast: Cast) -> Arguments:
    made = _begun(cast, call(cast))
    assert made.mailing is not None
    actions.mailing_ended(made.mailing, now=cast.now)
    return {"pk": made.pk}


def _link_of_the_town(cast: Cast) -> Arguments:
    made = _begun(cast, call(cast))
    reader = made.recipients.get(seat=cast.requester)
    text = reader.message.text
    return {"token": text.partition("/membership/l/")[2].partition("/")[0]}


def _moment(cast: Cast, _: Arguments) -> Arguments:
    return {"at": timezone.localtime(timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")}


ROWS = [
    _row("campaigns"),
    _row("write_campaign"),
    _row("write_campaign", "POST", data=WORDS),
    _row("count_readers"),
    _row("campaign", given=_draft),
    _row("edit_campaign", given=_draft),
    _row("edit_campaign", "POST", given=_draft, data=WORDS),
    _row("preview_campaign", given=_draft),
    _row("campaign_readers", given=_draft),
    _row("download_campaign", "POST", given=_sending),
    _row("test_campaign", "POST", given=_draft),
    _row("schedule_campaign", given=_draft),
    _row("schedule_campaign", "POST", given=_draft, data=_moment),
    _row("send_campaign", given=_draft),
    _row("send_campaign", "POST", given=_draft, data={"expected": 1}),
    _row("cancel_campaign", "POST", given=_draft),
    _row("pause_campaign", "POST", given=_sending),
    _row("resume_campaign", "POST", given=_paused),
    _row("remind_campaign", "POST", given=_sent_call),
    # the buyer holds no seat at the town; the public is sent to sign in
    _row("personal_link", who=(REFUSED, THROUGH, REFUSED, REFUSED, REFUSED, REFUSED), given=_link_of_the_town),
    Row(
        url="requirements:write_to_invited", method="POST", buyer=THROUGH, member=REFUSED, other_member=REFUSED,
        vendor=HIDDEN, rival=HIDDEN, public=REFUSED, given=lambda cast: {"pk": call(cast).occasion_id},
    ),
]  # fmt: skip
