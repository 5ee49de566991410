"""Campaigns in a real browser: they can be read by everybody, and the count follows the form."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from commonlot.process.membership import actions
from commonlot.process.membership.models import Campaign
from commonlot.records.access.models import Seat
from commonlot.records.notices.models import Message
from tests.browser import look_at
from tests.cast import Cast
from tests.process.membership.campaigns.made import call, campaign, send, subscriber

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ClientFor = Callable[[Seat | None], Client]
GoAs = Callable[[Seat], None]


@pytest.fixture
def go_as(page: Page, live_server: object, client_for: ClientFor) -> GoAs:
    """Let the browser act from a seat."""

    def sign_in(seat: Seat) -> None:
        session = client_for(seat).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])

    return sign_in


def _begun(made: Campaign, cast: Cast) -> Campaign:
    send(made, cast)
    actions.prepare_campaign(campaign_id=made.pk, now=cast.now, progress=lambda *_: None)
    made.refresh_from_db()
    return made


def test_the_pages_of_campaigns_are_accessible(
    page: Page, live_server: object, cast: Cast, go_as: GoAs
) -> None:
    subscriber("anna@example.org", cast.now, name="Anna Petrov")
    subscriber("gone@example.org", cast.now, status="unsubscribed")
    go_as(cast.buyer)
    draft, begun = campaign(cast), _begun(campaign(cast), cast)
    Message.objects.update(given_up_at=cast.now, attempts=1, last_error="550 no such box")
    pages = [
        reverse("membership:campaigns"),
        *(
            reverse(f"membership:{name}", args=[draft.pk])
            for name in ("campaign", "edit_campaign", "preview_campaign", "campaign_readers", "schedule_campaign",
                         "send_campaign")
        ),
        begun.get_absolute_url(),
        reverse("notices:index"),
        reverse("notices:mailing", args=[begun.mailing_id]),
    ]  # fmt: skip
    for each in pages:
        look_at(page, f"{live_server}{each}")


def test_the_page_of_a_link_that_leads_nowhere_is_accessible(
    page: Page, live_server: object, cast: Cast, go_as: GoAs
) -> None:
    made = _begun(call(cast), cast)
    text = made.recipients.get(seat=cast.requester).message.text
    token = text.partition("/membership/l/")[2].partition("/")[0]
    Seat.objects.create(
        user=cast.requester.user, organisation=cast.fire_district.organisation, roles=["requester"],
        created_at=cast.now,
    )  # fmt: skip
    go_as(cast.requester)
    page.goto(f"{live_server}{reverse('membership:directory')}")
    look_at(page, f"{live_server}{reverse('membership:personal_link', args=[token])}")


def test_the_count_follows_the_form_while_one_narrows_it(
    page: Page, live_server: object, cast: Cast, go_as: GoAs
) -> None:
    subscriber("anna@example.org", cast.now)
    subscriber("town@example.org", cast.now, agency=cast.town)
    go_as(cast.buyer)
    page.goto(f"{live_server}{reverse('membership:write_campaign')}")
    expect(page.locator("#readers")).to_contain_text("2 people")
    page.locator("#whom label", has_text="Town").click()
    expect(page.locator("#readers")).to_contain_text("1 person")
    page.get_by_label("Subject").fill("News")
    page.get_by_label("What the mail says").fill("Hello {nobody}")
    page.get_by_role("button", name="Save and see").click()
    expect(page.locator(".errors")).to_contain_text("{nobody} is not known. You can use {name}, {agency}.")
    page.get_by_label("What the mail says").fill("Hello **{name}**, <b>look</b>")
    page.get_by_role("button", name="Save and see").click()
    expect(page.locator(".letter strong")).to_have_text("Town of Rye Hill")
    expect(page.locator(".letter")).to_contain_text("<b>look</b>")
    page.get_by_role("link", name="Send it now").click()
    page.get_by_role("button", name="Write to 1 person now").click()
    expect(page.get_by_text("You can leave this page")).to_be_visible()
