"""Wednesday: news for the distribution list, and a call to the agencies with a link for each reader."""

from commonlot.process.membership.jobs import start_campaigns
from tests.journeys.story import Story, day

LIA = "lia.moss@example.org"
NEWS = "The shared yard opens"


def put_somebody_on_the_list(story: Story) -> None:
    """A clerk asked by letter to be on the list; the staff add her."""
    story.walk.at(day(11, 25))
    buyer = story.buyer
    buyer.comes_to("membership:subscribers")
    buyer.follows("Add on request")
    buyer.fills(email=LIA, name="Lia Moss", written_on="2026-11-20", written_how="Her letter, file 26-14")
    buyer.ticks("Shared services")
    buyer.presses("Add the address")
    buyer.sees(LIA, "Her letter, file 26-14")


def write_the_news(story: Story) -> None:
    """The buyer writes, sees who gets it and how it looks, and sends a test to nobody but himself."""
    buyer = story.buyer
    buyer.comes_to("membership:campaigns")
    buyer.follows("Write to many")
    buyer.unfolds("Part of the distribution list")
    with buyer.page.expect_response("**/campaigns/count/*"):  # the count follows the form
        buyer.ticks("Shared services")
    buyer.page.locator("#readers", has_text="1 person").wait_for()
    buyer.fills(subject=NEWS, body="Hello {name},\n\nthe **shared** yard opens on Monday.")
    buyer.presses("Save and see how it looks")
    buyer.sees("Hello Lia Moss,", "It would go to")
    buyer.presses("Send me a test")
    assert story.mails_to("priya.raman@example.org")[-1]["Subject"] == f"[Test] {NEWS}"
    buyer.follows("1 person")
    buyer.sees(LIA)
    buyer.follows(NEWS)
    buyer.follows("Change it")
    buyer.fills(body="Hello {name},\n\nthe **shared** yard opens on Tuesday.")
    buyer.presses("Save and see how it looks")
    buyer.sees("opens on Tuesday")


def let_it_start_by_itself(story: Story) -> None:
    """It is set for noon, starts by itself, and its page says what became of each mail."""
    buyer = story.buyer
    buyer.follows("Set a time")
    buyer.fills(at="2026-11-25T12:00")
    buyer.presses("Set the time")
    buyer.sees("It starts by itself")
    assert NEWS not in [str(mail["Subject"]) for mail in story.mails_to(LIA)]
    story.walk.at(day(11, 25, 12, 1))
    start_campaigns.defer(timestamp=0)  # type: ignore[call-arg]  # as the clock does every minute
    letter = story.mails_to(LIA)[-1]
    assert letter["Subject"] == NEWS
    assert "opens on Tuesday" in story.words_of(letter)
    buyer.comes_to("membership:campaigns")
    buyer.follows(NEWS)
    buyer.sees("Lia Moss", "1 of 1 mail done")
    buyer.follows("Its mails in the outbox")
    buyer.sees(LIA)


def call_the_agencies(story: Story) -> None:
    """The agencies of a pool get a call; the town's link leads its people, once signed in, to their own needs."""
    buyer, town = story.buyer, story.requester
    buyer.comes_to("requirements:pool", story.pool)
    buyer.presses("Write to the invited agencies")
    buyer.presses("Save and see how it looks")
    buyer.sees("Hello", "Road salt 2027")
    buyer.follows("Send it now")
    buyer.presses("Write to")
    letter = story.mails_to("dana.okafor@example.org")[-1]
    assert str(letter["Subject"]).startswith("State your needs")
    link = story.link_of(letter)
    story.visitor.opens(link)
    story.visitor.sees("Sign in")
    town.opens(link)
    town.sees("Road salt 2027")
    buyer.comes_to("membership:campaigns")
    buyer.follows("State your needs")
    buyer.sees("Link opened")


STEPS = (put_somebody_on_the_list, write_the_news, let_it_start_by_itself, call_the_agencies)
