"""Counting who has letters sent to whom at the public doors, so that nobody is buried in mail they never wanted.

It is counted in the database, for many web processes share the limits. Addresses and networks are kept as
hashes; those of networks lose their meaning when the day's salt is deleted.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.membership import rules
from commonlot.process.membership.models import Ask, DailySalt
from commonlot.records.notices.addresses import hash_of
from commonlot.records.streams import write_rows

KEPT = timedelta(days=2)
TOO_MANY = {
    Ask.Door.LIST: "Many addresses were signed up from your network. Try again in an hour, or call the purchasing "
    "office.",
    Ask.Door.JOINING: "Several applications came from here already. Wait an hour, or write to the county's "
    "purchasing office.",
    Ask.Door.VENDOR: "Many companies registered from your network within the hour. Try again in an hour, or write "
    "to the county's purchasing office.",
}


def count_ask(what: Ask.Door, *, email: str, network: str, now: datetime, alone: bool = True) -> Ask:
    """Count one wish, and say on it whether a letter may go out; too many from one network are refused.

    alone: let nobody else ask for this mailbox until the transaction ends.
    """
    network_hash = _hash_of_network(network, now=now) if network else ""
    if network_hash:
        _one_at_a_time(network_hash)
        _refuse_a_flood(what, network_hash, now=now)
    address_hash = hash_of(rules.box_of(email))
    if alone:
        _one_at_a_time(address_hash)
    return Ask.objects.create(
        what=what,
        address_hash=address_hash,
        network_hash=network_hash,
        at=now,
        written=wait_for_letter(what, email, now=now) is None,
    )


def count_asks(what: Ask.Door, *, emails: Sequence[str], now: datetime) -> None:
    """Count the wishes of a file, one letter each; an address that may not be written to now is refused."""
    hashes = {hash_of(rules.box_of(email)): email for email in emails}
    lately = Ask.objects.filter(what=what, written=True, at__gt=now - timedelta(days=1))
    for address_hash in (
        lately.filter(address_hash__in=hashes).values_list("address_hash", flat=True).distinct()
    ):
        if wait_for_letter(what, hashes[address_hash], now=now) is not None:
            raise Refused(
                f"{hashes[address_hash]} was written to a moment ago. Try again later.", field="email"
            )
    write_rows([Ask(what=what, address_hash=each, network_hash="", at=now, written=True) for each in hashes])


def wait_for_letter(what: Ask.Door, email: str, *, now: datetime) -> timedelta | None:
    """Return how long no further letter of a door may go to an address, or None if one may go now."""
    limits = settings.COMMONLOT_DOOR_LIMITS[what]
    written = Ask.objects.filter(what=what, address_hash=hash_of(rules.box_of(email)), written=True)
    found = _lately(written, now=now)
    if _is_over(limits, "letters_a_day", found["day"]):
        return timedelta(days=1)
    if _is_over(limits, "letters_an_hour", found["hour"]):
        return timedelta(hours=1)
    between = timedelta(minutes=limits["minutes_between_letters"])
    last: datetime | None = found["last"]
    return between - (now - last) if last is not None and last > now - between else None


def forget_asks(*, now: datetime) -> int:
    """Forget what was counted, and the salts without which it means nothing."""
    DailySalt.objects.filter(day__lt=timezone.localdate(now) - timedelta(days=1)).delete()
    return Ask.objects.filter(at__lte=now - KEPT).delete()[0]


def _refuse_a_flood(what: Ask.Door, network_hash: str, *, now: datetime) -> None:
    limits, asks = settings.COMMONLOT_DOOR_LIMITS[what], Ask.objects.filter(what=what)
    found = _lately(asks.filter(network_hash=network_hash), now=now)
    if _is_over(limits, "asked_an_hour", found["hour"]) or _is_over(limits, "asked_a_day", found["day"]):
        raise Refused(TOO_MANY[what])
    if limits["in_all_an_hour"] and _is_over(limits, "in_all_an_hour", _lately(asks, now=now)["hour"]):
        raise Refused(TOO_MANY[what])


def _lately(asks: QuerySet[Ask], *, now: datetime) -> Mapping[str, Any]:
    """Count those of the last hour and of the last day, and say when the last one was."""
    hour_ago = Q(at__gt=now - timedelta(hours=1))
    lately = asks.filter(at__gt=now - timedelta(days=1))
    return lately.aggregate(hour=Count("pk", filter=hour_ago), day=Count("pk"), last=Max("at"))


def _is_over(limits: Mapping[str, int], name: str, count: int) -> bool:
    return 0 < limits[name] <= count


def _hash_of_network(network: str, *, now: datetime) -> str:
    salt, _ = DailySalt.objects.get_or_create(
        day=timezone.localdate(now), defaults={"salt": secrets.token_bytes(32)}
    )
    return hashlib.sha256(bytes(salt.salt) + network.encode()).hexdigest()


def _one_at_a_time(what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"membership asks: {what}"])
