"""Stage 5 in the browser: envelopes are stamped, one comes late, two people open, type and check."""

from tests.journeys.requirements import POOL
from tests.journeys.story import Story, day
from tests.journeys.walk import Person


def stamp_three_envelopes(story: Story) -> None:
    """Two envelopes come in time; the third comes half a minute after the deadline and stays sealed."""
    buyer = story.buyer
    story.walk.at(day(12, 22, 13, 40))
    buyer.comes_to("bidding:receive")
    buyer.follows(POOL)
    buyer.presses("Stamp it now", refused=True)
    buyer.chooses("Vendor on the envelope", "Salt & Sons, V-101")
    buyer.presses("Stamp it now")
    buyer.sees("It is in, and sealed.")
    buyer.chooses("Vendor on the envelope", "Rival Salt Co., V-102")
    buyer.presses("Stamp it now")
    buyer.comes_to("bidding:opening", story.solicitation)
    buyer.sees("Bids stay sealed until")
    story.walk.at(day(12, 22, 14, 0, 30))
    buyer.comes_to("bidding:envelopes", story.solicitation)
    buyer.sees("It is late now.")
    option = buyer.page.locator("select option", has_text="Hudson Late Supply").inner_text()
    buyer.chooses("Vendor on the envelope", option)
    buyer.presses("Stamp it now")
    buyer.sees("it is late", "Late, stays sealed")
    story.walk.works()
    assert story.walk.mail.to("v-101@example.com")


def open_in_public(story: Story) -> None:
    """Two people open the bids; anybody sees the list that was fixed at closing."""
    buyer, visitor = story.buyer, story.visitor
    story.walk.at(day(12, 22, 14, 5))
    buyer.comes_to("bidding:opening", story.solicitation)
    buyer.presses("Open the bids now", refused=True)
    buyer.fills(witness="Owen Bright")
    buyer.presses("Open the bids now")
    buyer.sees("Opening now", "0 of 2 bids")
    visitor.comes_to("bidding:opening", story.solicitation)
    visitor.sees("Opening now", "Not opened, and why", "Hudson Late Supply")


def _type(person: Person, prices: dict[str, tuple[str, str]], total: str) -> None:
    for row in person.page.locator("tbody tr:has(input)").all():
        need = row.locator("th").inner_text()
        price, amount = next(typed for words, typed in prices.items() if words in need)
        row.get_by_role("textbox").nth(0).fill(price)
        row.get_by_role("textbox").nth(1).fill(amount)
    person.fills(stated_total=total)
    person.presses("Keep what the paper says")


def type_and_check(story: Story) -> None:
    """One types and another checks; a slip goes back to typing; the bidder's own sum is wrong and stays visible."""
    buyer, second, visitor = story.buyer, story.second_buyer, story.visitor
    buyer.comes_to("bidding:opening", story.solicitation)
    buyer.follows("Type its prices, envelope 1")
    buyer.presses("Keep what the paper says", refused=True)
    _type(buyer, {"Copy paper": ("34.10", ""), "Glove": ("6.90", ""), "issue": ("0.42", "")}, "")
    buyer.sees("Another person now checks it.")
    buyer.follows("Check envelope 1")
    buyer.sees("You typed it, so another person must check it against the paper.")
    second.comes_to("bidding:opening", story.solicitation)
    second.follows("Check envelope 1")
    second.unfolds("It differs: send it back to typing")
    second.types("What differs from the paper", "The paper says 31.40 for paper.")
    second.presses("Send it back")
    buyer.comes_to("bidding:opening", story.solicitation)
    buyer.follows("Type its prices, envelope 1")
    buyer.sees("The paper says 31.40 for paper.")
    _type(buyer, {"Copy paper": ("31.40", "16,579.20"), "Glove": ("6.90", ""), "issue": ("0.42", "")}, "")
    buyer.follows("Type its prices, envelope 2")
    _type(
        buyer,
        {"Copy paper": ("32.00", ""), "Glove": ("6.05", "1,654.60"), "issue": ("no bid", "")},
        "18,550.60",
    )
    for envelope in ("1", "2"):
        second.comes_to("bidding:opening", story.solicitation)
        second.follows(f"Check envelope {envelope}")
        if envelope == "2":
            second.sees("The bid’s own arithmetic differs.", "$1,645.60", "$1,654.60")
        second.presses("It is what the paper says")
    visitor.comes_to("bidding:opening", story.solicitation)
    visitor.sees("2 of 2 bids", "$21,076.80", "$18,541.60", "The bid states")
    buyer.comes_to("bidding:opening", story.solicitation)
    buyer.presses("Finish the opening")
    buyer.sees("Opening finished")


STEPS = (stamp_three_envelopes, open_in_public, type_and_check)
