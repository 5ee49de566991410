"""The whole process in a browser, by clicks and typing: from what agencies need to what was saved."""

import pytest

from tests.cast import Cast
from tests.house.matrix import all_rows
from tests.journeys import (
    award,
    bidding,
    contracts,
    membership,
    ordering,
    pooling,
    requirements,
    savings,
    solicitation,
)
from tests.journeys.conftest import StartWalk
from tests.journeys.story import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STAGES = (membership, requirements, pooling, solicitation, bidding, award, contracts, ordering, savings)


@pytest.mark.parametrize("script", [True, False], ids=["scripted", "plain"])
def test_a_county_buys_together_from_need_to_savings(script: bool, start_walk: StartWalk, cast: Cast) -> None:
    walk = start_walk(script)
    story = Story(walk, cast)
    for stage in STAGES:
        for step in stage.STEPS:
            with walk.step(f"{stage.__name__}.{step.__name__}"):
                step(story)
    screens = {row.url for row in all_rows() if row.method == "GET"}
    parts = set() if script else {"bidding:fragment"}  # what a script puts into a page
    assert screens - walk.asked - parts == set(), "screens that nobody came to"
