"""New addresses of a file: as staff add them one by one, but looked for, written and mailed together."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models.functions import Lower
from django.urls import reverse

from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, rules
from commonlot.process.membership.actions import list_letters
from commonlot.process.membership.actions.asks import count_asks
from commonlot.process.membership.actions.subscribers import FROM_FILE
from commonlot.process.membership.actions.subscriptions import TOPICS, Wish, checked_wish
from commonlot.process.membership.models import Agency, Ask, Subscription
from commonlot.process.membership.queries.subscribers import DELETED, suppressed_hashes
from commonlot.process.membership.states import SubscriptionStatus
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.actions import Act, record_many
from commonlot.records.notices.actions import Letter, post_many
from commonlot.records.notices.addresses import hashes_of
from commonlot.records.streams import write_rows


@dataclass(frozen=True, slots=True)
class NewAddress:
    """What a file says of an address that is not on the list: with a day, its owner asked in writing."""

    email: str
    name: str = ""
    agency: str = ""
    topics: Sequence[str] = ()
    commodities: Sequence[str] = ()
    asked_on: date | None = None
    source: str = ""


@transaction.atomic
def take_in_new_addresses(
    *, addresses: Sequence[NewAddress], actor: AnySeat, now: datetime
) -> list[Subscription]:
    """Put new addresses on the list, all or none: who asked in writing is told, everybody else is asked."""
    access.import_members.require(actor, now=now)
    access.keep_list.require(actor, now=now)
    agencies = _agencies(addresses)
    wishes = [_wish(each, agencies) for each in addresses]
    _refuse_known(wishes)
    made = [_row(each, wish, now=now) for each, wish in zip(addresses, wishes, strict=True)]
    unasked = [each.email for each in made if each.status == SubscriptionStatus.PENDING]
    count_asks(Ask.Door.LIST, emails=unasked, now=now)
    write_rows(made)
    acts = [_act(each, row) for each, row in zip(addresses, made, strict=True)]
    record_many(acts, at=now, actor=actor)
    _write_letters(addresses, made, now=now)
    return made


def _agencies(addresses: Sequence[NewAddress]) -> Mapping[str, int]:
    numbers = {each.agency for each in addresses if each.agency}
    return dict(Agency.objects.filter(number__in=numbers).values_list("number", "pk")) if numbers else {}


def _wish(each: NewAddress, agencies: Mapping[str, int]) -> Wish:
    if each.asked_on is not None and not rules.one_line(each.source):
        raise Refused(f"{each.email}: say what the request is and where it is kept.", field="written_how")
    return checked_wish(
        email=each.email, topics=each.topics or TOPICS, commodities=each.commodities,
        agency_id=agencies[each.agency] if each.agency else None, name=each.name,
    )  # fmt: skip


def _refuse_known(wishes: Sequence[Wish]) -> None:
    """Refuse who is on the list or left it, looked up together: old files bring nobody back."""
    deleted = suppressed_hashes()
    rows = Subscription.objects.alias(lowered=Lower("email")).filter(
        lowered__in=[each.email for each in wishes]
    )
    there = {row.email.lower() for row in rows}
    for wish in wishes:
        if not deleted.isdisjoint(hashes_of(wish.email)):
            raise Refused(f"{wish.email}: {DELETED}")
        if wish.email in there:
            raise Refused(f"{wish.email} came onto the list meanwhile. Check the file again.", field="email")
        there.add(wish.email)


def _row(each: NewAddress, wish: Wish, *, now: datetime) -> Subscription:
    facts: dict[str, Any] = {**asdict(wish), "created_at": now, "asked_at": now}
    if each.asked_on is None:
        return Subscription(**facts, status=SubscriptionStatus.PENDING.value, source=FROM_FILE)
    source = f"Written request of {each.asked_on:%Y-%m-%d}: {rules.one_line(each.source)}"[:200]
    return Subscription(**facts, status=SubscriptionStatus.CONFIRMED.value, confirmed_at=now, source=source)


def _act(each: NewAddress, row: Subscription) -> Act:
    if each.asked_on is None:
        return Act("membership.subscription_asked", row)
    details = {"written_on": each.asked_on.isoformat(), "request": rules.one_line(each.source)}
    return Act("membership.subscriber_added", row, details)


def _write_letters(addresses: Sequence[NewAddress], made: Sequence[Subscription], *, now: datetime) -> None:
    """Mail them as one cause: 5,000 letters leave over few connections, behind other mail."""
    asking = [list_letters.asking(row, now=now) for row in made if row.status == SubscriptionStatus.PENDING]
    telling = [
        list_letters.welcome(row, written_on=each.asked_on)
        for each, row in zip(addresses, made, strict=True)
        if each.asked_on is not None
    ]
    _post(asking, list_letters.CAUSE_ASKED, now=now)
    _post(telling, list_letters.CAUSE_ADDED, now=now)


def _post(letters: Sequence[Letter], cause: str, *, now: datetime) -> None:
    if letters:
        page = reverse("membership:subscribers")
        post_many(letters=letters, subject=letters[0].subject, cause=cause, page=page, now=now)
