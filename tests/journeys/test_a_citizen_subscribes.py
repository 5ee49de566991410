"""A citizen subscribes, confirms, gets a mail, and ends it by one click from that very mail."""

import http.client
import re
from email.message import EmailMessage
from urllib.parse import urlencode, urlsplit

import pytest

from commonlot.process.membership import actions
from commonlot.process.membership.models import Subscription
from commonlot.process.membership.states import SubscriptionStatus
from tests.cast import Cast
from tests.journeys.conftest import StartWalk
from tests.journeys.screens import CITIZEN_SUBSCRIBES
from tests.journeys.story import Story, day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CLEO = "cleo.park@example.org"


def _words(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def _link(letter: EmailMessage) -> str:
    return str(re.findall(r"http\S+", _words(letter))[-1])


def _asks_and_confirms(story: Story) -> None:
    visitor, walk = story.visitor, story.walk
    visitor.opens("/")
    visitor.follows("Get bid notices")
    visitor.opens("/")  # the form stands there too
    visitor.types("Work e-mail", CLEO)
    visitor.ticks("Solicitations I could bid on")
    visitor.presses("Send me the link to confirm")
    visitor.sees("If this address can get mail, we wrote to it.")
    walk.works()
    (letter,) = walk.mail.to(CLEO)
    visitor.opens(_link(letter))
    visitor.sees("Calls for requirements", CLEO)
    assert Subscription.objects.get().status == SubscriptionStatus.PENDING  # only looked at so far
    visitor.presses("Yes, put me on the list")
    visitor.sees("You are on the list.")
    visitor.unfolds("Only certain goods")
    visitor.ticks("Road salt and winter materials")
    visitor.presses("Save my choices")
    visitor.sees("Your choices are kept.")


def _gets_news(story: Story) -> EmailMessage:
    now = day(11, 24)
    story.walk.at(now)
    for goods in ("Copy paper", "Road salt 2027"):
        actions.announce(
            topic="commodities", subject=f"Open for bids: {goods}", text="Bids are due in December.", goods=goods,
            path="/solicitations/", about=story.cast.county, now=now,
        )  # fmt: skip
    story.walk.works()
    (letter,) = story.walk.mail.to(CLEO)[1:]
    assert letter["Subject"] == "Open for bids: Road salt 2027"
    return letter


def _request(method: str, address: str, body: str = "") -> tuple[int, dict[str, str]]:
    """Do what a mail service does: no cookies, no browser, no redirects followed."""
    parts = urlsplit(address)
    line = http.client.HTTPConnection(str(parts.hostname), parts.port or 80, timeout=30)
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    line.request(method, parts.path, body or None, headers)
    response = line.getresponse()
    response.read()
    line.close()
    return response.status, {name.lower(): value for name, value in response.getheaders()}


def _one_click(story: Story, letter: EmailMessage) -> None:
    (address,) = re.fullmatch(r"\s*<(https?://[^<>\s,]+)>\s*", letter["List-Unsubscribe"]).groups()  # type: ignore[union-attr]
    assert letter["List-Unsubscribe-Post"].strip() == "List-Unsubscribe=One-Click"
    assert (
        len(letter.get_all("List-Unsubscribe", [])) == len(letter.get_all("List-Unsubscribe-Post", [])) == 1
    )
    assert CLEO not in address
    reader = Subscription.objects.get()
    for method in ("GET", "HEAD"):
        status, _ = _request(method, address)
        reader.refresh_from_db()
        assert (status, reader.status) == (200, SubscriptionStatus.CONFIRMED)
    story.visitor.opens(
        address
    )  # whoever follows it in a browser finds a button, and nothing has happened yet
    reader.refresh_from_db()
    assert reader.status == SubscriptionStatus.CONFIRMED
    name, _, value = letter["List-Unsubscribe-Post"].strip().partition("=")
    for _ in range(2):
        status, head = _request("POST", address, urlencode({name: value}))
        assert status == 200
        assert "set-cookie" not in head
        assert "location" not in head
        reader.refresh_from_db()
        assert reader.status == SubscriptionStatus.UNSUBSCRIBED
    assert _request("POST", f"{address[:-4]}xxx/", urlencode({name: value}))[0] == 404


def _gets_nothing_more(story: Story, letter: EmailMessage) -> None:
    before = len(story.walk.mail.mails)
    actions.announce(
        topic="commodities", subject="Open for bids: more road salt", text="x", goods="Road salt", now=day(11, 25),
        about=story.cast.county,
    )  # fmt: skip
    story.walk.works()
    assert len(story.walk.mail.mails) == before
    visitor = story.visitor
    visitor.opens(_link(letter))
    visitor.sees("This address is not on the list")
    buyer = story.buyer
    buyer.comes_to("membership:directory")
    buyer.follows("Distribution list")
    buyer.follows(CLEO)
    buyer.sees(
        "asked for bid notices",
        "confirmed from the mail",
        "Open for bids: Road salt 2027",
        "One click in a mail",
    )


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_citizen_subscribes_and_ends_it_by_one_click(
    start_walk: StartWalk, cast: Cast, script: bool
) -> None:
    story = Story(start_walk(script), cast)
    story.walk.at(day(11, 23))
    with story.walk.step("asking and confirming"):
        _asks_and_confirms(story)
    with story.walk.step("getting news"):
        letter = _gets_news(story)
    with story.walk.step("one click"):
        _one_click(story, letter)
    with story.walk.step("getting nothing more"):
        _gets_nothing_more(story, letter)
    assert CITIZEN_SUBSCRIBES - story.walk.asked == set(), "screens that this journey must come to"
