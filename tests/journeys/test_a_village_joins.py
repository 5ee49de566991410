"""A village joins, in a browser: from its application to the signed agreement and its first pool."""

import re

import pytest

from commonlot.process.membership.models import Agency
from tests.cast import Cast
from tests.factories import requirements as make
from tests.journeys.conftest import StartWalk
from tests.journeys.screens import VILLAGE_JOINS
from tests.journeys.story import Story, day
from tests.journeys.walk import PASSWORD, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADA = "ada.brook@example.org"
VILLAGE = "Village of Elm Crest"
SIGNED = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def apply_without_an_account(story: Story) -> None:
    """A visitor reads what joining is, takes the models along, and applies."""
    story.walk.at(day(11, 23))
    clerk = story.visitor
    clerk.opens("/")
    clerk.follows("Join")
    clerk.sees("Nothing.", "full voting strength")
    for model in ("Model agreement (PDF)", "Model resolution (PDF)"):
        assert clerk.downloads(model).startswith(b"%PDF-")
    clerk.follows("Apply to join")
    clerk.fills(name=VILLAGE, county="Westchester", contact_name="Ada Brook", contact_email=ADA)
    clerk.chooses("Kind", "Village")
    clerk.types("Newspaper 1", "Elm Crest Courier")
    clerk.presses("Add another newspaper")
    clerk.types("Newspaper 2", "The Valley Post")
    clerk.types("Name of site 1", "Village Hall")
    clerk.types("Address of site 1", "1 Elm Street")
    clerk.fills(purchase_threshold="25000")
    clerk.presses("Send the application", refused=True)
    clerk.sees("above $20,000 (GML 103(1))")
    clerk.fills(purchase_threshold="10000")
    clerk.presses("Send the application")
    clerk.sees("Allowed.", "GML 119-n(a)", "One step is missing.")
    _nothing_is_known(story)


def _nothing_is_known(story: Story) -> None:
    """Nobody learns who applied: neither a stranger nor a member, and before the proof not the county."""
    for onlooker in (story.visitor, story.requester):
        onlooker.comes_to("membership:directory")
        onlooker.sees_not("Elm Crest")
    story.buyer.comes_to("membership:applications")
    story.buyer.sees("No application waits")


def confirm_by_the_link(story: Story) -> None:
    """The mail's link opens the application, and a button there sends it to the county."""
    story.walk.at(day(11, 24))
    clerk = story.visitor
    clerk.opens(_link(story, "Please confirm"))
    clerk.sees("Not confirmed yet", "The Valley Post")
    clerk.presses("Confirm and send it to the county")
    clerk.sees("The county has it since")
    clerk.comes_to("membership:directory")
    clerk.sees_not("Elm Crest")


def _link(story: Story, subject: str) -> str:
    story.walk.works()
    (letter,) = [mail for mail in story.walk.mail.to(ADA) if str(mail["Subject"]).startswith(subject)]
    body = letter.get_body(("plain",))
    assert body is not None
    (link,) = re.findall(r"http\S+", body.get_content())
    return str(link)


def verify_and_accept(story: Story) -> None:
    """A buyer compares it with the directory and enrolls it; nobody could invite it to a pool yet."""
    buyer = story.buyer
    buyer.comes_to("web:todo")
    buyer.follows(f"Verify the application of {VILLAGE}")
    buyer.sees("No member and no other application", "Elm Crest Courier", "Allowed.")
    buyer.presses("Accept and enroll")
    buyer.sees("V-001", "Ada Brook is invited as its administrator")
    story.village = buyer.pk
    buyer.comes_to("requirements:invite", story.pool)
    buyer.sees(f"{VILLAGE} has no agreement in force. It can join nothing new until its board votes for one.")


def come_by_the_invitation(story: Story) -> None:
    """The contact sets a password by the other mail's link, and changes what was stated."""
    guest = story.visitor
    guest.opens(_link(story, "Your seat"))
    guest.fills(password1=PASSWORD, password2=PASSWORD)
    guest.presses("Keep this password")
    ada = story.villager(ADA)
    ada.opens(_link(story, "Accepted"))
    ada.follows("Change these facts")
    ada.fills(contact_phone="(914) 555-0101")
    ada.presses("Save these facts")
    ada.sees("(914) 555-0101")
    ada.comes_to("requirements:sites")
    ada.presses("Add them")
    ada.sees("1 Elm Street")


def lay_it_before_the_board(story: Story) -> None:
    """The administrator proposes a term, takes the papers to counsel, and lays them before the board."""
    ada = story.villager(ADA)
    ada.comes_to("web:todo")
    ada.follows("Lay the agreement before your board")
    ada.follows("Propose a term")
    ada.fills(starts_on="2026-12-15", ends_on="2031-12-15")
    ada.presses("Save this term")
    for paper in ("agreement (PDF)", "model resolution (PDF)"):
        assert ada.downloads(paper).startswith(b"%PDF-")
    ada.presses("Lay it before the board")
    ada.sees("Before the board", "fingerprint")
    assert ada.downloads("Agreement, as laid before the board").startswith(b"%PDF-")


def vote_twice(story: Story) -> None:
    """Two of five are no majority, though three were away; a month later four come, and three vote for it."""
    story.walk.at(day(12, 2))
    ada = story.villager(ADA)
    ada.follows("Record the board’s vote")
    ada.fills(resolution_number="2026-40", voted_on="2026-12-01", votes_for="2", votes_of="5")
    ada.presses("Record the vote", refused=True)
    ada.sees("2 of 5 votes is not a majority of the full voting strength", "GML 119-o(1)")
    ada.presses("Record that it did not carry")
    ada.sees("did not carry: 2 of 5, resolution 2026-40")
    story.walk.at(day(12, 16))
    ada.follows("Record the board’s vote")
    ada.fills(resolution_number="2026-44", voted_on="2026-12-15", votes_for="3", votes_of="5")
    ada.presses("Record the vote")
    ada.sees(
        "Agreement in force", "3 of 5 votes", "Signed copies still missing: by the agency and by the county."
    )


def sign_it(story: Story) -> None:
    """Both parties' signed copies are kept, each with its day; only the two parties read them."""
    ada, agent = story.villager(ADA), story.agent
    _keep_copy(ada, "village.pdf", "The agency", "2026-12-15")
    agent.comes_to("membership:agency", story.village)
    _keep_copy(agent, "county.pdf", "The county", "2026-12-16")
    agent.sees("signed Dec 15, 2026", "signed Dec 16, 2026")
    agent.sees_not("still missing")
    ada.comes_to("membership:agency")
    assert ada.downloads("county.pdf") == SIGNED
    stranger = story.visitor
    stranger.comes_to("membership:agency", story.village)
    stranger.sees(VILLAGE, "Agreement in force", "The Valley Post")
    stranger.sees_not("county.pdf", "Ada Brook", "10,000", "did not carry")


def _keep_copy(person: Person, name: str, signer: str, signed_on: str) -> None:
    person.follows("signed copy")
    person.gives(name, SIGNED)
    person.ticks(signer)
    person.fills(signed_on=signed_on)
    person.presses("Save this copy")


def join_the_pool(story: Story) -> None:
    """Now the village is invited, and joins."""
    buyer, ada = story.buyer, story.villager(ADA)
    buyer.comes_to("requirements:invite", story.pool)
    buyer.ticks(f"Invite {VILLAGE}, V-001")
    buyer.presses("Invite the ticked agencies")
    ada.comes_to("requirements:pools")
    ada.follows("Road salt 2027")
    ada.presses("Join")
    ada.sees("You joined.")
    ada.comes_to("web:todo")
    ada.sees("Finish your needs for Road salt 2027")


STEPS = (
    apply_without_an_account,
    confirm_by_the_link,
    verify_and_accept,
    come_by_the_invitation,
    lay_it_before_the_board,
    vote_twice,
    sign_it,
    join_the_pool,
)


@pytest.mark.parametrize("script", [True, False], ids=["scripted", "plain"])
def test_a_village_joins(script: bool, start_walk: StartWalk, cast: Cast) -> None:
    walk = start_walk(script)
    story = Story(walk, cast)
    story.pool = make.pool(cast.buyer, cast.now, needs_due_at=day(12, 30)).pk
    for step in STEPS:
        with walk.step(step.__name__):
            step(story)
    assert VILLAGE_JOINS - walk.asked == set(), "screens that this journey must come to"
    assert Agency.objects.get(pk=story.village).application.reasons[0]["citation"] == "GML 119-n(a)"
