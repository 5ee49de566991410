"""A fire district lets a buyer of the county act for it, sees every act and hour, and ends it at once."""

from datetime import date
from email.message import EmailMessage

import pytest
from playwright.sync_api import expect

from commonlot.process.membership.models import HoursEntry
from commonlot.process.membership.states import AgreementStatus
from commonlot.process.ordering.models import Order
from commonlot.process.requirements.models import Participation
from commonlot.records.access.models import Seat
from tests.cast import Cast
from tests.factories import help as make
from tests.factories import ordering, requirements
from tests.factories.membership import make_agreement
from tests.journeys.conftest import StartWalk
from tests.journeys.screens import FIRE_DISTRICT_DELEGATES
from tests.journeys.story import FOAM, Story, day
from tests.journeys.walk import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ON_BEHALF = "On behalf of Millbrook Fire District"
SIGNED = "Priya Raman, Westchester County, on behalf of Millbrook Fire District"


def _mails(story: Story, address: str, subject: str) -> list[EmailMessage]:
    story.walk.works()
    return [mail for mail in story.walk.mail.to(address) if subject in str(mail["Subject"])]


def _ask(story: Story) -> None:
    """The chief asks from the To do page, with an old list as a paper."""
    chief = story.fire
    story.walk.at(day(11, 23, 9, 30))
    chief.comes_to("web:todo")
    chief.follows("Ask for help")
    chief.presses("Ask the county", refused=True)
    chief.ticks("State our needs")
    chief.types("What for?", "Foam and salt for next year. Our secretary left and nobody knows the list.")
    chief.fills(needed_by="2026-12-04")
    chief.gives("last-year.pdf", b"%PDF-1.7 last year")
    chief.presses("Ask the county")
    chief.sees("The county has your request.", "Waits for an answer", "last-year.pdf")
    assert _mails(story, "priya.raman@example.org", "asks for help")


def _take_and_propose(story: Story) -> None:
    """The buyer takes it from the queue and proposes as little as is needed."""
    buyer = story.buyer
    story.walk.at(day(11, 24))
    buyer.comes_to("web:todo")
    buyer.follows("Take a request of Millbrook Fire District")
    buyer.comes_to("membership:help")
    buyer.sees("Load of each buyer", "yesterday")
    buyer.presses("Take it")
    buyer.follows("Propose what you may do")
    buyer.ticks("Place orders")
    buyer.ticks("26-0412, Road salt")
    buyer.fills(most_per_order="500", most_in_all="800", begins_on="2026-11-24", ends_on="2027-01-01")
    buyer.presses("Propose it to them")
    buyer.sees("It waits for Millbrook Fire District.")
    assert _mails(story, "chief.bo.lind@example.org", "May Priya Raman act for")


def _grant(story: Story, commissioner: Person) -> None:
    """The commissioner may not grant it; the chief, who is the administrator, does."""
    commissioner.comes_to("web:todo")
    commissioner.follows("May Priya Raman act for you?")
    commissioner.sees("Only the administrator of Millbrook Fire District grants this.")
    chief = story.fire
    chief.comes_to("web:todo")
    chief.follows("May Priya Raman act for you?")
    chief.sees("26-0412, Road salt", "at most $500.00", "at most $800.00")
    chief.presses("Grant it")
    chief.sees("Granted. Priya Raman can act for you")
    assert _mails(story, "priya.raman@example.org", "Delegation granted")


def _changes_to(person: Person, seat: str) -> None:
    person.comes_to("web:todo")
    person.page.locator("details.seat > summary").click()
    person.presses(seat, within=person.page.locator("details.seat"))


def _act_on_behalf(story: Story, part: Participation) -> None:
    """From the marked seat the buyer states needs and sends an order for approval, within the amount."""
    buyer = story.buyer
    _changes_to(buyer, "Millbrook Fire District")
    buyer.sees("Acting for Millbrook Fire District")
    buyer.comes_to("requirements:survey", part.pk)
    for label, value in (("what you need", FOAM), ("quantity", "6"), ("counted in", "each")):
        buyer.types(f"Line 1, {label}", value)
    buyer.presses("Save", within=buyer.page.locator(".actbar"))
    buyer.sees("Acting for Millbrook Fire District", ON_BEHALF)
    buyer.comes_to("contracts:search")
    buyer.types("What do you need?", "salt")
    buyer.presses("Search")
    buyer.page.locator("main").get_by_label("How many").first.fill("9")
    buyer._goes_by(buyer.page.locator("main").get_by_role("button", name="Add to basket").first)
    buyer.sees("Not now.", "This order comes to $647.10. Your delegation allows $500.00 for one order.")
    buyer.page.get_by_label("How much: ").first.fill("5")
    buyer._goes_by(buyer.page.get_by_role("button", name="Change").first)
    buyer.presses("Send for approval")
    story.order = buyer.pk
    buyer.sees("Only an approver of the agency", SIGNED)


def _log(story: Story) -> None:
    """Back on the county's seat the buyer logs hours, takes one entry back and logs what is right."""
    buyer = story.buyer
    _changes_to(buyer, "Westchester County")
    buyer.sees_not("Acting for Millbrook Fire District")
    buyer.comes_to("web:todo")
    buyer.follows("State our needs: Millbrook Fire District")
    for hours in ("7.5", "1.75"):
        buyer.follows("Log hours")
        buyer.fills(worked_on="2026-11-24", hours=hours, note="Went through last year's list")
        buyer.presses("Log them")
    buyer.follows("Take back 7.5 hours")
    buyer.fills(because="Typed into the wrong field.")
    buyer.presses("Take them back")
    assert sum(entry.quarters for entry in HoursEntry.objects.all()) == 7
    buyer.comes_to("membership:hours")
    buyer.sees("1.75 hours from")
    assert b"takes back entry" in buyer.downloads("Get these as CSV")


def _look(story: Story, commissioner: Person) -> None:
    """The commissioner sees each act and hour, and approves the order as the agency's own approver."""
    commissioner.comes_to("web:todo")
    commissioner.sees(f"asked for by {SIGNED}")
    commissioner.follows("Approve order")
    commissioner.presses("Approve and send to the vendor")
    commissioner.sees(SIGNED, ON_BEHALF)
    order = Order.objects.get(pk=story.order)
    assert _mails(story, "v-101@example.com", order.number)
    commissioner.comes_to("membership:help")
    commissioner.follows("Priya Raman for Millbrook Fire District")
    commissioner.sees("sent the order for approval", "Went through last year's list", "1.75")
    commissioner.follows("Help from the county")
    commissioner.follows("Hours that the county worked for you")
    commissioner.sees("1.75 hours from")


def _end(story: Story, commissioner: Person, part: Participation) -> None:
    """While the buyer types, the commissioner ends it; the buyer is out with the next step."""
    buyer = story.buyer
    _changes_to(buyer, "Millbrook Fire District")
    buyer.comes_to("requirements:survey", part.pk)
    buyer.types("Line 2, what you need", "Something else")
    commissioner.comes_to("membership:help")
    commissioner.follows("Priya Raman for Millbrook Fire District")
    commissioner.types("Why?", "We have a new secretary. Thank you!")
    commissioner.presses("End it now")
    commissioner.sees("Ended. Priya Raman acts for Millbrook Fire District no more")
    if story.walk.script:  # a row is saved when it is left
        buyer.types("Line 2, quantity", "4")
        buyer.page.keyboard.press("Tab")
        buyer.page.wait_for_url("**/my-account/")
        buyer.sees("Your seat at Millbrook Fire District has ended.")
    else:
        buyer.page.locator(".actbar").get_by_role("button", name="Save", exact=True).click()
        expect(buyer.page.locator("h1")).to_have_text("This seat has ended")
        buyer.sees("What was drafted stays with Millbrook Fire District")
    buyer.heard.clear()  # the browser notes the refusal
    assert part.lines.count() == 1
    buyer.comes_to("web:todo")
    buyer.sees_not("Acting for")
    for address in ("priya.raman@example.org", "chief.bo.lind@example.org"):
        assert _mails(story, address, "Delegation ended")


def _remember(story: Story, part: Participation) -> None:
    """The past stays visible as done on behalf, and the drafted needs are the chief's to send."""
    chief = story.fire
    chief.comes_to("requirements:survey", part.pk)
    chief.sees("Priya Raman of Westchester County worked on these needs", ON_BEHALF)
    chief.presses("Check and send")
    chief.presses("Send 1 line to the county")
    chief.comes_to("ordering:detail", story.order)
    chief.sees(SIGNED)
    chief.comes_to("membership:help")
    chief.sees("Delegations that are over")


@pytest.mark.parametrize("script", [True, False], ids=["scripted", "plain"])
def test_a_fire_district_delegates_a_purchase_and_ends_it(
    script: bool, start_walk: StartWalk, cast: Cast
) -> None:
    walk = start_walk(script)
    story = Story(walk, cast)
    gus: Seat = make.commissioner(cast)
    make_agreement(cast.fire_district, status=AgreementStatus.ACTIVE, starts_on=date(2026, 1, 1))
    part = requirements.part(requirements.pool(cast.buyer, cast.now), cast.fire_district, cast.now)
    salt = ordering.price_line(ordering.contract(cast))
    ordering.takes_part(cast.fire_district, salt.contract, cast)
    commissioner = walk.person(gus)
    with walk.step("asking"):
        _ask(story)
    with walk.step("proposing"):
        _take_and_propose(story)
    with walk.step("granting"):
        _grant(story, commissioner)
    with walk.step("acting"):
        _act_on_behalf(story, part)
    with walk.step("logging"):
        _log(story)
    with walk.step("looking"):
        _look(story, commissioner)
    with walk.step("ending"):
        _end(story, commissioner, part)
    with walk.step("remembering"):
        _remember(story, part)
    assert FIRE_DISTRICT_DELEGATES - walk.asked == set(), "screens that this journey must come to"
