"""A passkey is made and then lets in without a password, in a real browser with an authenticator."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from commonlot.records.access.actions import admit_person
from commonlot.records.access.models import User
from tests.browser import listen_for_trouble, look_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery staple"


@pytest.fixture
def dana(transactional_db: None) -> User:
    """A person with a password."""
    cache.clear()
    return admit_person(email="dana@example.org", name="Dana Okafor", password=PASSWORD)


@pytest.fixture
def authenticator(page: Page) -> Iterator[None]:
    """A device in the browser that holds passkeys and knows its owner."""
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    yield
    browser.send("WebAuthn.disable")


@pytest.mark.usefixtures("dana", "authenticator")
def test_a_passkey_is_made_and_lets_in_without_a_password(page: Page, live_server: object) -> None:
    heard = listen_for_trouble(page)
    page.goto(f"{live_server}/my-account/")
    page.get_by_label("Email").fill("dana@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My account")
    page.get_by_role("link", name=re.compile("Add one")).click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill("Dana's laptop")
    page.locator("label", has_text="Passwordless").click()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery Codes")
    page.goto(f"{live_server}/my-account/")
    expect(page.get_by_role("link", name=re.compile("Manage"))).to_be_visible()
    page.locator("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()

    page.goto(f"{live_server}/account/login/?next=/my-account/")
    page.get_by_role("button", name="passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My account")
    assert heard == []


@pytest.mark.usefixtures("dana")
def test_my_account_is_accessible_at_every_width(page: Page, live_server: object) -> None:
    page.goto(f"{live_server}/my-account/")
    page.get_by_label("Email").fill("dana@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My account")
    look_at(page, f"{live_server}/my-account/")
