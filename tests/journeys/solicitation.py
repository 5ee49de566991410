"""Stage 4 in the browser: the bid document is written, reviewed by another person, and published."""

from tests.journeys.requirements import POOL
from tests.journeys.story import Story, day


def draft(story: Story) -> None:
    """The buyer makes a solicitation from the pool; every pooled line is in it."""
    story.walk.at(day(12, 8))
    buyer = story.buyer
    buyer.comes_to("solicitation:index")
    buyer.follows("Write a solicitation")
    buyer.comes_to("solicitation:index")
    buyer.follows(f"Write the solicitation for {POOL}")
    buyer.sees("3 pooled lines")
    buyer.fills(opening_place="County Office Building, Room 713")
    buyer.presses("Save as a draft")
    story.solicitation = buyer.pk
    buyer.sees("is drafted", "2,640,000")


def choose_units_and_lots(story: Story) -> None:
    """Paper is bid by the carton and gloves by the box; tissue goes into a lot of its own."""
    buyer = story.buyer
    buyer.fills(title="Tissue")
    lot = buyer.page.locator("section", has=buyer.page.get_by_role("heading", name="Lots", exact=True))
    buyer.types("Title of the new lot", "Tissue", within=lot)
    buyer.presses("Add the lot")
    line = {name: _number(story, name) for name in ("Copy paper", "Glove", "Toilet tissue")}
    buyer.types(f"Line {line['Copy paper']}, unit", "carton")
    buyer.types(f"Line {line['Copy paper']}, one unit holds", "7")
    buyer.presses("Save the lines", refused=True)
    buyer.sees("does not divide into units of 7")
    buyer.types(f"Line {line['Copy paper']}, one unit holds", "5,000")
    buyer.types(f"Line {line['Glove']}, unit", "box")
    buyer.types(f"Line {line['Glove']}, one unit holds", "100")
    buyer.chooses(f"Line {line['Toilet tissue']}, lot", "2. Tissue")
    buyer.presses("Save the lines")
    buyer.sees("The lines are saved.", "528", "272")


def _number(story: Story, words: str) -> int:
    for row in story.buyer.page.locator("#lines tbody tr").all():
        need = row.locator("input").first
        if words.casefold() in need.input_value().casefold():
            return int(row.locator("th").inner_text())
    raise AssertionError(f"no line for {words}")


def review_and_publish(story: Story) -> None:
    """The drafter cannot publish; the purchasing agent sends it back once, then publishes."""
    buyer, agent = story.buyer, story.agent
    buyer.presses("Send for review")
    buyer.sees("Only the purchasing agent")
    agent.comes_to("web:todo")
    agent.comes_to("solicitation:detail", story.solicitation)
    agent.unfolds("Send it back")
    agent.types("What must change", "Say where vendors deliver.")
    agent.presses("Send back")
    buyer.comes_to("solicitation:edit", story.solicitation)
    buyer.fills(description="Delivered to each agency. Brand names mean “or equal”.")
    buyer.presses("Save")
    buyer.presses("Send for review")
    agent.comes_to("solicitation:detail", story.solicitation)
    agent.fills(bids_due_at="2026-12-09T14:00")
    agent.presses("Publish", refused=True)
    agent.sees("GML 103(2)")
    agent.fills(bids_due_at="2026-12-22T14:00", questions_due_at="2026-12-15T17:00")
    agent.presses("Publish")
    agent.sees("Published.")


def read_it_without_an_account(story: Story) -> None:
    """Anybody reads what is bought and takes the files."""
    visitor = story.visitor
    visitor.comes_to("solicitation:index")
    visitor.follows(POOL)
    visitor.sees("528", "272", "6,240", "County Office Building", "Open for bids")
    assert visitor.downloads("Spreadsheet").startswith(b"PK")
    assert b"Copy paper" in visitor.downloads("CSV")
    assert visitor.downloads("Bid document, PDF").startswith(b"%PDF")
    visitor.comes_to("bidding:opening", story.solicitation)
    visitor.sees("Bids stay sealed until")
    visitor.comes_to("web:calendar")
    visitor.sees(POOL)


STEPS = (draft, choose_units_and_lots, review_and_publish, read_it_without_an_account)
