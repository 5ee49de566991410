"""The links by which people without an account reach their own subscription.

A link names the row and is signed; it holds no address, cannot be guessed, and does not expire, for mail is
kept for years. It stops working when its key is taken out of COMMONLOT_LIST_KEYS or the row is deleted.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from commonlot.process.membership.models import Subscription
from commonlot.process.membership.states import SubscriptionStatus

OWN_LINK = "commonlot.membership.own_subscription"
CONFIRMATION = "commonlot.membership.confirmation"
LONGEST_TOKEN = 120
PLACE = "0.token"  # stands for the token where a path is written once for many


def _signer(salt: str) -> Signer:
    keys: list[bytes | str] = list(settings.COMMONLOT_LIST_KEYS) or [
        settings.SECRET_KEY,
        *settings.SECRET_KEY_FALLBACKS,
    ]
    return Signer(key=keys[0], fallback_keys=keys[1:], salt=salt, sep=".")


def _address(name: str, token: str) -> str:
    return f"{settings.COMMONLOT_ADDRESS}{reverse(f'membership:{name}', args=[token])}"


# --- the own link: preferences, and the end of it -----------------------------------------------------------
def own_token(subscription: Subscription) -> str:
    """Return the token of a subscription's own link."""
    return _signer(OWN_LINK).sign(str(subscription.pk))


def preferences_address(subscription: Subscription) -> str:
    """Return the address at which its owner changes a subscription."""
    return _address("preferences", own_token(subscription))


def unsubscribe_address(subscription: Subscription) -> str:
    """Return the address to which one POST ends a subscription."""
    return _address("unsubscribe", own_token(subscription))


class Ways(NamedTuple):
    """Both addresses of a subscription's own link."""

    preferences: str
    unsubscribe: str


def ways_out_of(subscription_ids: Iterable[int]) -> dict[int, Ways]:
    """Return the addresses of many subscriptions: as one by one, but the paths are looked up once."""
    signer = _signer(OWN_LINK)
    preferences, unsubscribe = (_address(name, PLACE) for name in ("preferences", "unsubscribe"))
    tokens = {pk: signer.sign(str(pk)) for pk in subscription_ids}
    return {
        pk: Ways(preferences.replace(PLACE, token), unsubscribe.replace(PLACE, token))
        for pk, token in tokens.items()
    }


def headers_of_way(unsubscribe: str) -> dict[str, str]:
    """Return the headers of RFC 8058 for an address that one POST ends the list mail at."""
    return {"List-Unsubscribe": f"<{unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def list_headers(subscription: Subscription) -> dict[str, str]:
    """Return the headers of RFC 8058 that every list mail carries."""
    return headers_of_way(unsubscribe_address(subscription))


def subscription_of(token: str) -> Subscription | None:
    """Return the subscription of an own link; none if the link was not made here or its row is gone."""
    try:
        pk = _signer(OWN_LINK).unsign(token[:LONGEST_TOKEN])
    except BadSignature:
        return None
    return Subscription.objects.select_related("agency__organisation").filter(pk=int(pk)).first()


# --- the link of the confirmation: it works once and not for long -------------------------------------------
def _standing(subscription: Subscription) -> str:
    """Return a mark of address and state: it changes once the subscription was confirmed or ended."""
    moments = (subscription.confirmed_at, subscription.ended_at)
    parts = [subscription.email.lower(), *(str(each.timestamp()) if each else "" for each in moments)]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:20]


def confirmation_address(subscription: Subscription, *, now: datetime) -> str:
    """Return the address at which the owner of an address says yes."""
    token = f"{subscription.pk}-{int(now.timestamp())}-{_standing(subscription)}"
    return _address("confirm_subscription", _signer(CONFIRMATION).sign(token))


def confirmable(token: str, *, now: datetime) -> Subscription | None:
    """Return the subscription that a confirmation link may still confirm."""
    try:
        pk, made, standing = _signer(CONFIRMATION).unsign(token[:LONGEST_TOKEN]).split("-")
    except BadSignature:
        return None
    days = settings.COMMONLOT_LIST_LIMITS["confirmation_days"]
    if now.timestamp() >= int(made) + timedelta(days=days).total_seconds():
        return None
    pending = Subscription.objects.filter(pk=int(pk), status=SubscriptionStatus.PENDING)
    subscription = pending.select_related("agency__organisation").first()
    return subscription if subscription is not None and _standing(subscription) == standing else None
