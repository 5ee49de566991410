"""A real county bid goes in through the browser and comes out with its published totals, to the cent."""

from pathlib import Path

import pytest

from commonlot.process.bidding.models import OpenedBid
from tests.cast import Cast
from tests.journeys.conftest import StartWalk
from tests.journeys.story import Story, day

pytestmark = [pytest.mark.browser, pytest.mark.needs_shared_data, pytest.mark.django_db(transaction=True)]
PUBLISHED = {
    "Chemung Supply Corporation": "$31,725.00",
    "U.S. Municipal Supply, Inc.": "$40,599.50",
    "Path Master, Inc.": "$10,800.00",
}


def _publish(story: Story, name: str, content: bytes) -> None:
    buyer, agent = story.buyer, story.agent
    story.walk.at(day(11, 23))
    buyer.comes_to("solicitation:draft")
    buyer.fills(title="Sign posts and brackets", term_starts_on="2027-01-01", last_day="2028-12-31",
                opening_place="County Office Building")  # fmt: skip
    buyer.presses("Save as a draft")
    story.solicitation = buyer.pk
    buyer.gives(name, content)
    buyer.presses("Take in the lines")
    buyer.sees(f"16 lines of {name} are in.")
    buyer.presses("Send for review")
    agent.comes_to("solicitation:detail", story.solicitation)
    agent.fills(bids_due_at="2026-12-10T14:00")
    agent.presses("Publish")


def _open(story: Story, name: str, content: bytes) -> None:
    buyer, second = story.buyer, story.second_buyer
    story.walk.at(day(12, 10, 14, 1))
    buyer.comes_to("bidding:opening", story.solicitation)
    buyer.fills(witness="Owen Bright")
    buyer.presses("Open the bids now")
    buyer.unfolds("Type all bids from a spreadsheet")
    buyer.gives(name, content)
    buyer.ticks("Enter bidders of the file")
    buyer.presses("Take in the bids")
    buyer.sees("3 bids are typed.")
    for bid in OpenedBid.objects.order_by("pk"):
        second.comes_to("bidding:check", bid.pk)
        second.presses("It is what the paper says")
    buyer.comes_to("bidding:opening", story.solicitation)
    buyer.presses("Finish the opening")


def test_a_real_county_bid_comes_out_with_its_published_totals(
    start_walk: StartWalk, cast: Cast, shared_data: Path
) -> None:
    file = shared_data / "purchasing" / "county-bid-ifb-6965.csv"
    story = Story(start_walk(True), cast)
    _publish(story, file.name, file.read_bytes())
    _open(story, file.name, file.read_bytes())
    buyer, visitor = story.buyer, story.visitor
    buyer.comes_to("award:tabulation", story.solicitation)
    buyer.sees("$83,124.50", "14 of 16 lines, to 3 vendors.", "8, 16")
    buyer._goes_by(buyer.page.get_by_role("button", name="Recommend $83,124.50"))
    buyer.presses("Post the intent")
    award = buyer.pk
    visitor.comes_to("award:detail", award)
    for vendor, total in PUBLISHED.items():
        row = visitor.page.get_by_role("row").filter(
            has=visitor.page.get_by_role("rowheader", name=vendor, exact=True)
        )
        assert total in row.first.inner_text()
    assert visitor.page.get_by_role("row").filter(has_text="Nobody").count() == 2
