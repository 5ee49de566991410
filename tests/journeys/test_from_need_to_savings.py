"""The whole process in a browser, by clicks and typing: from what agencies need to what was saved."""

import pytest

from tests.cast import Cast
from tests.journeys import (
    award,
    bidding,
    contracts,
    membership,
    ordering,
    pooling,
    requirements,
    savings,
    screens,
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
    parts = set() if script else {"bidding:fragment"}  # what a script puts into a page
    house = screens.of_the_house()
    assert house - screens.ELSEWHERE - walk.asked - parts == set(), "screens that nobody came to"
    assert house >= screens.ELSEWHERE, "screens that are declared and do not exist"
