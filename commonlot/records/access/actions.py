"""Letting people in, and moving between seats."""

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from commonlot.kernel.errors import Refused
from commonlot.records.access.models import AnySeat, Seat, User
from commonlot.records.audit.actions import record


@transaction.atomic
def admit_person(*, email: str, name: str, password: str | None = None) -> User:
    """Return the person with this address, making them known where they are not; a known name stays."""
    address = User.objects.normalize_email(email).lower()
    user = User.objects.select_for_update().filter(email=address).first() or User.objects.create_user(
        address, password, name=name
    )
    if not user.is_active:  # they left and come back: with a new password, as on the first day
        user.is_active = True
        user.save(update_fields=["is_active"])
    # the address counts as proved: the only way in without a password is a link that is mailed to it
    EmailAddress.objects.get_or_create(user=user, email=address, defaults={"verified": True, "primary": True})
    return user


@transaction.atomic
def close_account_without_seat(*, user_id: int, now: datetime) -> bool:
    """Close the account of a person who has no seat left: no way to sign in works any more, no session goes on."""
    user = User.objects.select_for_update().get(pk=user_id)
    if not user.is_active or Seat.objects.current(now=now).filter(user=user).exists():
        return False
    # Sessions and mailed links are bound to the password: a new unusable one ends them for good.
    user.set_unusable_password()
    user.is_active = False
    user.save(update_fields=["password", "is_active"])
    Authenticator.objects.filter(user=user).delete()
    return True


def password_link(user: User) -> str:
    """Return the address at which this person sets a password, good once and for a few days."""
    keys = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return settings.COMMONLOT_ADDRESS.rstrip("/") + reverse("account_reset_password_from_key", kwargs=keys)


@transaction.atomic
def switch_seat(*, seat_id: int, user: User, actor: AnySeat, now: datetime) -> Seat:
    """Take another of the person's own seats, and record it."""
    seat = (
        Seat.objects.current(now=now)
        .select_related("user", "organisation", "lent_by")
        .filter(user=user, pk=seat_id)
        .first()
    )
    if seat is None:
        raise Refused("This is not a seat you hold now.", field="seat")
    if seat.pk != actor.pk:
        left = actor.organisation.name if isinstance(actor, Seat) else ""
        record(at=now, actor=seat, verb="access.seat_taken", subject=seat, left=left)
    return seat
