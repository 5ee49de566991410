"""Stage 1 in the browser: the public looks around, members and vendors come in."""

import re

from tests.journeys.story import Story, day
from tests.journeys.walk import PASSWORD

ADA, TOM = "ada.brook@example.org", "tom.reed@example.org"
PAPER_COPY = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def look_around(story: Story) -> None:
    """A visitor reads what is public before anything happens."""
    story.walk.at(day(11, 23))
    visitor = story.visitor
    visitor.opens("/")
    for name in ("web:calendar", "web:how", "web:accessibility", "web:components", "legal:rules"):
        visitor.comes_to(name)
    for name in ("solicitation:index", "bidding:index", "award:index", "contracts:search", "savings:public"):
        visitor.comes_to(name)
    visitor.follows("How we count")
    visitor.comes_to("membership:directory")
    visitor.sees("Town of Rye Hill", "Millbrook Fire District")


def agree_with_the_fire_district(story: Story) -> None:
    """The fire district's board votes for the agreement."""
    agent = story.agent
    agent.comes_to("web:todo")
    agent.comes_to("membership:directory")
    agent.follows("Millbrook Fire District")
    agent.presses("Start the agreement")
    agent.presses("Lay it before the board")
    agent.follows("Record the board’s vote")
    agent.presses("Record the vote", refused=True)
    agent.fills(
        resolution_number="2026-7", voted_on="2026-11-20", votes_for="3", votes_of="3", starts_on="2026-11-21"
    )
    agent.presses("Record the vote")
    agent.sees("Agreement in force", "3 of 3 votes")
    agent.follows("Add the signed copy")
    agent.gives("agreement.pdf", PAPER_COPY)
    agent.presses("Save this copy")
    assert agent.downloads("agreement.pdf") == PAPER_COPY


def enrol_the_village(story: Story) -> None:
    """A village is enrolled; its first person comes by the mail's link and invites the second."""
    agent, walk = story.agent, story.walk
    agent.comes_to("membership:directory")
    agent.follows("Enroll an agency")
    agent.fills(name="Village of Elm Crest", county="Westchester", contact_email="clerk@elmcrest.example.org")
    agent.chooses("Kind", "Village")
    agent.presses("Enroll the agency")
    story.village = agent.pk
    agent.sees("Village of Elm Crest", "V-")
    agent.follows("Invite the first person")
    agent.fills(name="Ada Brook", email=ADA)
    agent.ticks("Approver")
    agent.ticks("Agency administrator")
    agent.presses("Give the seat and write to them")
    _come_by_the_link(story, ADA)
    ada = story.villager(ADA)
    ada.comes_to("membership:agency")
    ada.follows("Invite a person")
    ada.fills(name="Tom Reed", email=TOM)
    ada.ticks("Requester")
    ada.presses("Give the seat and write to them")
    ada.follows("Change the seat of Tom Reed")
    ada.ticks("Receiver")
    ada.presses("Save the roles")
    ada.sees("Requester and receiver")
    _come_by_the_link(story, TOM)
    walk.person(None).opens("/")


def _come_by_the_link(story: Story, address: str) -> None:
    story.walk.works()
    (letter,) = story.walk.mail.to(address)
    body = letter.get_body(("plain",))
    assert body is not None
    (link,) = re.findall(r"http\S+", body.get_content())
    guest = story.visitor
    guest.opens(link)
    guest.fills(password1=PASSWORD, password2=PASSWORD)
    guest.presses("Keep this password")


def register_vendors(story: Story) -> None:
    """A vendor is registered; Salt & Sons has an insurance certificate on file."""
    agent = story.agent
    agent.comes_to("membership:vendors")
    agent.follows("Register a vendor")
    agent.fills(name="Hudson Late Supply", email="bids@hudsonlate.example.com", commodities="paper")
    agent.presses("Register the vendor")
    agent.comes_to("membership:vendors")
    agent.follows("Salt & Sons")
    if not agent.page.locator("[name=starts_on]").is_visible():
        agent.unfolds("Add a certificate")
    agent.fills(starts_on="2026-06-01", ends_on="2027-06-01")
    agent.presses("Add the certificate")
    agent.sees("Counts")
    story.vendor.comes_to("membership:company")
    story.vendor.sees("Salt & Sons", "Certificates")


def look_at_the_records(story: Story) -> None:
    """The outbox, the long work, and a person's own account."""
    story.walk.works()
    story.agent.comes_to("notices:index")
    story.agent.sees("Your seat at Village of Elm Crest")
    story.agent.comes_to("jobs:index")
    story.agent.comes_to("access:account")
    story.agent.sees("Purchasing agent")


STEPS = (look_around, agree_with_the_fire_district, enrol_the_village, register_vendors, look_at_the_records)
