"""Stage 3 in the browser: like needs become one line, and every unit adds up to its agencies."""

import re
from decimal import Decimal

from commonlot.process.pooling.models import PooledLine
from tests.journeys.story import Story, day


def sort_the_lines(story: Story) -> None:
    """The buyer has the lines sorted and comes to the review desk."""
    buyer = story.buyer
    story.walk.at(day(12, 7, 10))
    buyer.comes_to("requirements:pools")
    buyer.follows("Pool like needs")
    buyer.presses("Sort the lines")
    buyer.sees("You can leave this page")
    buyer.waits_for_work()
    buyer.sees("Review suggested groups", "To review")


def _group(story: Story, words: str) -> None:
    buyer = story.buyer
    buyer.comes_to("pooling:desk", story.pool)
    buyer._goes_by(
        buyer.page.get_by_role("navigation", name="Groups to review").get_by_role("link", name=words).first
    )


def take_out_put_back_and_confirm(story: Story) -> None:
    """A line is set apart and put back; a decision is taken back and taken again."""
    buyer = story.buyer
    _group(story, "Copy paper")
    buyer.sees("2,640,000", "Pine Hollow School District", "Millbrook Fire District")
    buyer.presses("Confirm 3")
    buyer.sees("Confirmed: Copy paper")
    _group(story, "Glove")
    buyer.presses("Take out the line of Town of Rye Hill")
    buyer.sees("The line was set apart.")
    buyer.presses("Put back the line of Town of Rye Hill")
    buyer.presses("Not one need")
    buyer.presses("Undo")
    buyer.sees("Your last decision was taken back.", "27,200")
    buyer.presses("Confirm 3")
    buyer.comes_to("pooling:groups", story.pool)


def answer_what_a_case_holds(story: Story) -> None:
    """Tissue comes in cases; the town says what its case holds, and the buyer writes down what the school said."""
    buyer, town = story.buyer, story.requester
    _group(story, "Toilet tissue")
    buyer.unfolds("Change name or unit")
    buyer.chooses("Counted in", "Rolls")
    buyer.presses("Save name and unit")
    buyer.presses("Ask the agencies by e-mail")
    story.walk.works()
    assert story.walk.mail.to("t-022@example.org")
    town.comes_to("pooling:index")
    town.comes_to("pooling:questions", story.pool)
    town.types("One case is how many", "a few")
    town.types("How do you know?", "The label on the case")
    town.presses("Save the answer", refused=True)
    town.types("One case is how many", "96")
    town.presses("Save the answer")
    town.sees("Your line counts now", "No question is open")
    _group(story, "Toilet tissue")
    buyer.types("One case is how many", "80")
    buyer.types("How do you know?", "A call to the storeroom")
    buyer.presses("Save the answer")
    buyer.sees("6,240")
    buyer.presses("Confirm 2")


def leave_the_foam_out(story: Story) -> None:
    """One need stands alone; it is left out, with the reason that its agency will see."""
    buyer = story.buyer
    _group(story, "foam")
    buyer.unfolds("Leave this need out of the pool")
    buyer.fills(reason="It is on the State contract.")
    buyer.presses("Leave it out")
    buyer.sees("All 4 groups are decided")


def freeze(story: Story) -> None:
    """The pool is frozen; totals and shares add up exactly, on the page and in the files."""
    buyer = story.buyer
    buyer.comes_to("pooling:desk", story.pool)
    buyer.presses("Freeze the pool")
    buyer.sees(
        "Frozen on", "2,640,000", "27,200", "6,240", "Left out of this pool", "It is on the State contract."
    )
    assert b"600000" in buyer.downloads("CSV")
    assert buyer.downloads("XLSX").startswith(b"PK")
    lines = {line.name: line for line in PooledLine.objects.filter(pool_id=story.pool)}
    paper = next(line for name, line in lines.items() if "paper" in name)
    shares = sorted(paper.shares.values_list("base_quantity", flat=True))
    assert shares == [Decimal(40_000), Decimal(600_000), Decimal(2_000_000)]
    assert all(
        sum(share.base_quantity for share in line.shares.all()) == line.total for line in lines.values()
    )
    school = story.school
    school.comes_to("pooling:sheet", story.pool)
    school.sees(re.compile(r"2,000,000"))
    school.sees_not("Town of Rye Hill")


STEPS = (sort_the_lines, take_out_put_back_and_confirm, answer_what_a_case_holds, leave_the_foam_out, freeze)
