"""Thursday: a shared service is published and asked for, and a file of members comes in."""

from commonlot.process.membership.models import Agency
from tests.journeys.story import Story, day

HEAD = "number,name,kind,county,note\n"
MEMBERS = HEAD + "T-022,Town of Rye Hill,,,By the hill\n,Town of Zed,town,Westchester,\n"
PRINTING = "Printing and copying"


def publish_a_service(story: Story) -> None:
    """The buyer writes an entry for the print shop, corrects it, and publishes it."""
    story.walk.at(day(11, 27))
    buyer = story.buyer
    buyer.comes_to("membership:services")
    buyer.follows("Write an entry")
    buyer.fills(
        name=PRINTING,
        summary="The print shop prints for other governments.",
        office="Central Services",
        office_email="print@county.example",
    )
    buyer.presses("Save the entry")
    buyer.sees("Only the county sees this entry now.")
    buyer.follows("Change")
    buyer.fills(cost="6 cents a page")
    buyer.presses("Save the changes")
    buyer.presses("Publish")


def ask_and_answer(story: Story) -> None:
    """The town asks, the office hears of it by mail, and what the office says is written down."""
    town, buyer = story.requester, story.buyer
    town.comes_to("membership:services")
    town.follows(PRINTING)
    town.sees("6 cents a page")
    town.follows("Ask for this")
    town.fills(wanted="2,400 tax inserts")
    town.presses("Send to the office")
    (letter,) = story.mails_to("print@county.example")
    assert "2,400 tax inserts" in story.words_of(letter)
    buyer.comes_to("membership:services")
    buyer.follows("Requests")
    buyer.follows(PRINTING)
    buyer.ticks("It can do it")
    buyer.fills(answer="By Friday.")
    buyer.presses("Save and tell Dana Okafor")
    buyer.sees("We wrote to Dana Okafor.")
    assert "By Friday." in story.words_of(story.mails_to("dana.okafor@example.org")[-1])


def take_in_a_file(story: Story) -> None:
    """The first file has an error and changes nothing; the second is looked at row by row, then taken in."""
    buyer = story.buyer
    buyer.comes_to("membership:member_files")
    assert buyer.downloads("CSV for members").startswith((b"number", b"\xef\xbb\xbf"))
    _look_at(story, MEMBERS + ",Town of Yon,hamlet,,\n")
    buyer.sees("Nothing was taken in.", "hamlet")
    buyer.follows("upload it again")
    _look_at(story, MEMBERS)
    buyer.sees("What would change", "By the hill")
    assert not Agency.objects.filter(organisation__name="Town of Zed").exists()
    buyer.presses("Take in all rows")
    buyer.waits_for_work()
    buyer.sees("Taken in")
    assert Agency.objects.get(organisation__name="Town of Zed").number.startswith("T-")


def _look_at(story: Story, content: str) -> None:
    story.buyer.ticks("Members")
    story.buyer.gives("members.csv", content.encode())
    story.buyer.presses("Look at the file")


STEPS = (publish_a_service, ask_and_answer, take_in_a_file)
