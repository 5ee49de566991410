"""People sign in with a password and, where they set it up, a code from an app; nobody signs up alone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from commonlot.process.membership.actions import invite_person
from commonlot.records.access.actions import admit_person
from commonlot.records.access.models import Seat, User
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.records.jobs.worker import RunWorker
from tests.records.notices.sink import MailSink

ClientFor = Callable[[Seat | None], Client]
PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def _forget_failed_attempts() -> None:
    cache.clear()


@pytest.fixture
def dana(db: None) -> User:
    """A person with a password."""
    return admit_person(email="dana@example.org", name="Dana Okafor", password=PASSWORD)


def _sign_in(client: Client, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": "dana@example.org", "password": password})


def _is_in(client: Client) -> bool:
    return bool(client.get(reverse("access:account")).status_code == 200)


@pytest.mark.usefixtures("dana")
def test_the_right_password_lets_in_and_a_wrong_one_does_not(client: Client) -> None:
    response = _sign_in(client, "wrong horse battery staple")
    assert "not correct" in response.content.decode()
    assert not _is_in(client)
    assert _sign_in(client)["Location"] == reverse("web:todo")
    assert _is_in(client)


@pytest.mark.usefixtures("dana")
def test_whoever_guesses_is_stopped_after_a_few_attempts(client: Client) -> None:
    for _ in range(12):
        _sign_in(client, "wrong horse battery staple")
    assert not _is_in(client)
    _sign_in(client)
    assert not _is_in(client)


def test_with_an_app_the_password_alone_is_not_enough(dana: User, client: Client) -> None:
    totp = TOTP.activate(dana, "JBSWY3DPEHPK3PXP").instance
    response = _sign_in(client)
    assert response["Location"] == reverse("mfa_authenticate")
    assert not _is_in(client)
    client.post(response["Location"], {"code": "000000"})
    assert not _is_in(client)
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", counter))
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert _is_in(client)
    assert totp.type == Authenticator.Type.TOTP


@pytest.mark.django_db
def test_nobody_signs_up_by_themselves(client: Client) -> None:
    response = client.post(
        reverse("account_signup"),
        {"email": "me@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert not User.objects.exists()
    assert "invitation" in response.content.decode()


def test_an_invited_person_sets_a_password_from_the_mail_and_is_in(
    run_worker: RunWorker, mail_sink: MailSink, cast: Cast, client: Client
) -> None:
    invite_person(
        organisation_id=cast.town.organisation_id,
        email="new@example.org",
        name="New Clerk",
        roles=["requester"],
        actor=cast.approver,
        now=cast.now,
    )
    run_worker()
    (mail,) = mail_sink.to("new@example.org")
    found = re.search(r"http://localhost:\d+(/\S+)", mail.get_content())
    assert found, mail.get_content()
    form = client.get(found[1], follow=True)
    address = form.redirect_chain[-1][0]
    client.post(address, {"password1": PASSWORD, "password2": PASSWORD})
    client.post(reverse("account_login"), {"login": "new@example.org", "password": PASSWORD})
    page = client.get(reverse("access:account"))
    assert "Town of Rye Hill" in page.content.decode()
    later = Client().get(found[1], follow=True)
    assert "password1" not in later.content.decode()  # the link worked once


def test_a_forgotten_password_is_mailed_through_the_outbox(dana: User, client: Client) -> None:
    client.post(reverse("account_reset_password"), {"email": dana.email})
    mail = Message.objects.get()
    assert mail.to == [dana.email]
    assert mail.subject.startswith("Commonlot: ")
    assert "/account/password/reset/key/" in mail.text
    assert "Commonlot, cooperative purchasing" in mail.text
    assert "from !" not in mail.text


@pytest.mark.django_db
def test_whether_an_address_is_known_is_not_told(dana: User, client: Client) -> None:
    known = client.post(reverse("account_reset_password"), {"email": dana.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert Message.objects.count() == 1


def test_my_account_leads_to_every_way_of_signing_in(cast: Cast, client_for: ClientFor) -> None:
    EmailAddress.objects.create(
        user=cast.requester.user, email=cast.requester.user.email, verified=True, primary=True
    )
    client = client_for(cast.requester)
    page = client.get(reverse("access:account")).content.decode()
    for name in ("account_change_password", "mfa_activate_totp", "mfa_add_webauthn", "account_email"):
        assert f'href="{reverse(name)}"' in page


def test_my_account_asks_few_questions(
    cast: Cast, client_for: ClientFor, django_assert_max_num_queries: Any
) -> None:
    client = client_for(cast.requester)
    with django_assert_max_num_queries(7):
        client.get(reverse("access:account"))
