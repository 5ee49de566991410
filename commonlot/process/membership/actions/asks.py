"""Counting who asks for letters to whom, so that nobody is buried in confirmations that they never wanted.

It is counted in the database, for many web processes share the limits. Addresses and networks are kept as
hashes; those of networks lose their meaning when the day's salt is deleted.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Q
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.membership.models import Ask, DailySalt
from commonlot.records.notices.addresses import hash_of

KEPT = timedelta(days=2)


def count_ask(*, email: str, network: str, now: datetime) -> Ask:
    """Count one wish, and say on it whether a letter may go out; too many from one network are refused."""
    network_hash = _hash_of_network(network, now=now) if network else ""
    if network_hash:
        _one_at_a_time(network_hash)
        _refuse_a_flood(network_hash, now=now)
    address_hash = hash_of(_box_of(email))
    _one_at_a_time(address_hash)
    return Ask.objects.create(
        address_hash=address_hash,
        network_hash=network_hash,
        at=now,
        written=wait_for_letter(email, now=now) is None,
    )


def wait_for_letter(email: str, *, now: datetime) -> timedelta | None:
    """Return how long no further letter may go to an address, or None if one may go now."""
    limits = settings.COMMONLOT_LIST_LIMITS
    between = timedelta(minutes=limits["minutes_between_letters"])
    written = Ask.objects.filter(address_hash=hash_of(_box_of(email)), written=True)
    day = written.filter(at__gt=now - timedelta(days=1)).aggregate(last=Max("at"), letters=Count("pk"))
    if day["letters"] >= limits["letters_a_day"]:
        return timedelta(days=1)
    last: datetime | None = day["last"]
    return between - (now - last) if last is not None and last > now - between else None


def forget_asks(*, now: datetime) -> int:
    """Forget what was counted, and the salts without which it means nothing."""
    DailySalt.objects.filter(day__lt=timezone.localdate(now) - timedelta(days=1)).delete()
    return Ask.objects.filter(at__lte=now - KEPT).delete()[0]


def _refuse_a_flood(network_hash: str, *, now: datetime) -> None:
    limits, hour_ago = settings.COMMONLOT_LIST_LIMITS, now - timedelta(hours=1)
    asked = Ask.objects.filter(network_hash=network_hash, at__gt=now - timedelta(days=1)).aggregate(
        hour=Count("pk", filter=Q(at__gt=hour_ago)), day=Count("pk")
    )
    if asked["hour"] >= limits["asked_an_hour"] or asked["day"] >= limits["asked_a_day"]:
        raise Refused(
            "Many addresses were signed up from your network. Try again in an hour, or call the purchasing office."
        )


def _box_of(email: str) -> str:
    """Return the mailbox behind an address: what stands after a plus reaches the same person."""
    local, _, domain = email.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _hash_of_network(network: str, *, now: datetime) -> str:
    salt, _ = DailySalt.objects.get_or_create(
        day=timezone.localdate(now), defaults={"salt": secrets.token_bytes(32)}
    )
    return hashlib.sha256(bytes(salt.salt) + network.encode()).hexdigest()


def _one_at_a_time(what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"membership list: {what}"])
