"""Who leaves loses access at once, whatever way in they know; what they did stays."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonlot.kernel.actor import Role
from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions
from commonlot.records.access.models import Seat, User
from commonlot.records.audit.queries import trail_of
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories.membership import make_seat

ClientFor = Callable[[Seat | None], Client]
PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def _cast_time(now: datetime, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


def _end(cast: Cast, seat: Seat) -> None:
    actions.end_seat(seat_id=seat.pk, actor=cast.approver, now=cast.now)


def _sign_in(client: Client, email: str) -> bool:
    """Try to sign in by the form, with an address that was proved."""
    admitted = EmailAddress.objects.filter(email=email).exists()
    if not admitted:
        EmailAddress.objects.create(
            user=User.objects.get(email=email), email=email, verified=True, primary=True
        )
    client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    return "_auth_user_id" in client.session


def test_an_open_session_is_over_with_the_next_request(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.receiver)
    assert client.get(reverse("web:todo")).status_code == 200
    _end(cast, cast.receiver)
    answer = client.get(reverse("web:todo"), follow=True)
    assert answer.request["PATH_INFO"] == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_who_sits_elsewhere_too_loses_only_the_seat_that_ended(cast: Cast, client_for: ClientFor) -> None:
    Seat.objects.create(
        user=cast.receiver.user,
        organisation=cast.fire_district.organisation,
        roles=["receiver"],
        created_at=cast.now,
    )
    client = client_for(cast.receiver)
    client.post(reverse("access:switch_seat"), {"seat": cast.receiver.pk})
    _end(cast, cast.receiver)
    assert client.get(reverse("web:todo")).context["seat"].organisation == cast.fire_district.organisation
    assert client.get(reverse("membership:approvals", args=[cast.town.pk])).status_code == 404


def test_neither_password_nor_passkey_nor_a_reset_mail_brings_them_back(cast: Cast) -> None:
    email = cast.receiver.user.email
    assert _sign_in(Client(), email), "the same way in worked before"
    Authenticator.objects.create(user=cast.receiver.user, type=Authenticator.Type.WEBAUTHN, data={})
    _end(cast, cast.receiver)
    assert not _sign_in(Client(), email)
    assert not Authenticator.objects.filter(user=cast.receiver.user).exists()
    answer = Client().post(reverse("account_reset_password"), {"email": email})
    assert answer.status_code == 302, "the page does not tell who is known here"
    assert not Message.objects.filter(to=[email]).exists()


def test_a_reset_link_mailed_before_the_end_works_no_more(cast: Cast) -> None:
    client, email = Client(), cast.receiver.user.email
    client.post(reverse("account_reset_password"), {"email": email})
    mail = Message.objects.get(to=[email])
    link = next(word for word in mail.text.split() if "/account/" in word)
    _end(cast, cast.receiver)
    page = client.get(link[link.index("/account/") :], follow=True)
    client.post(
        page.request["PATH_INFO"], {"password1": "another long phrase", "password2": "another long phrase"}
    )
    cast.receiver.user.refresh_from_db()
    assert (cast.receiver.user.is_active, cast.receiver.user.has_usable_password()) == (False, False)


def test_who_is_invited_back_starts_anew_and_no_old_session_wakes(cast: Cast, client_for: ClientFor) -> None:
    old = client_for(cast.receiver)
    _end(cast, cast.receiver)
    actions.invite_person(
        organisation_id=cast.town.organisation_id, email=cast.receiver.user.email, name="Lou Marsh",
        roles=["receiver"], actor=cast.approver, now=cast.now,
    )  # fmt: skip
    assert "Set your password here" in Message.objects.get().text
    assert old.get(reverse("web:todo")).status_code == 302
    assert not _sign_in(Client(), cast.receiver.user.email)


def test_the_trail_keeps_the_name_of_that_day(cast: Cast) -> None:
    _end(cast, cast.receiver)
    cast.receiver.user.name = "Somebody Else"
    cast.receiver.user.save(update_fields=["name"])
    assert trail_of(cast.receiver)[0].subject_name == "Lou Marsh, Town of Rye Hill"


def test_the_last_administrator_keeps_the_role_unless_the_county_takes_it(cast: Cast) -> None:
    with pytest.raises(Refused, match="last administrator") as refusal:
        actions.change_roles(seat_id=cast.approver.pk, roles=["approver"], actor=cast.approver, now=cast.now)
    assert refusal.value.field == "roles"
    seat = actions.change_roles(seat_id=cast.approver.pk, roles=["approver"], actor=cast.buyer, now=cast.now)
    assert seat.roles == ["approver"]


def test_another_administrator_must_have_signed_in_before_the_first_one_goes(cast: Cast) -> None:
    invited = actions.invite_person(
        organisation_id=cast.town.organisation_id, email="ada.quist@example.org", name="Ada Quist",
        roles=["agency_administrator"], actor=cast.approver, now=cast.now,
    )  # fmt: skip
    with pytest.raises(Refused, match="signed in"):
        actions.change_roles(seat_id=cast.approver.pk, roles=["approver"], actor=cast.approver, now=cast.now)
    with pytest.raises(Refused, match="signed in"):
        actions.end_seat(seat_id=cast.approver.pk, actor=invited, now=cast.now)
    invited.user.set_password(PASSWORD)
    invited.user.save()
    actions.end_seat(seat_id=cast.approver.pk, actor=invited, now=cast.now)
    with pytest.raises(Refused, match="the seat you act from"):
        actions.end_seat(seat_id=invited.pk, actor=invited, now=cast.now)


def test_nobody_leaves_the_county_without_somebody_who_gives_its_seats(cast: Cast) -> None:
    with pytest.raises(Refused, match="Give the role to another person"):
        actions.change_roles(
            seat_id=cast.purchasing_agent.pk, roles=["buyer"], actor=cast.purchasing_agent, now=cast.now
        )
    make_seat(cast.county.organisation, Role.ADMINISTRATOR, now=cast.now, name="Tess Varga")
    actions.change_roles(
        seat_id=cast.purchasing_agent.pk, roles=["buyer"], actor=cast.purchasing_agent, now=cast.now
    )
