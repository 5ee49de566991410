"""Reading seats, and the ways in which a person can sign in."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import F

from commonlot.records.access.models import Seat, User


def current_seats(user: User, *, now: datetime) -> list[Seat]:
    """Return the seats from which this person may act now, the own ones before the lent ones."""
    seats = Seat.objects.current(now=now).filter(user=user)
    return list(
        seats.select_related("user", "organisation", "lent_by").order_by(
            F("lent_by").asc(nulls_first=True), "organisation__name", "pk"
        )
    )


@dataclass(frozen=True)
class WaysToSignIn:
    """How a person can prove who they are."""

    password: bool
    app: bool
    passkeys: int
    recovery_codes: bool


def ways_to_sign_in(user: User) -> WaysToSignIn:
    """Return which ways of signing in this person has set up."""
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return WaysToSignIn(
        password=user.has_usable_password(),
        app=Authenticator.Type.TOTP in kinds,
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        recovery_codes=Authenticator.Type.RECOVERY_CODES in kinds,
    )
