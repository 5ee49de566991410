"""A week of the county's purchasing office, in a browser: law, vendors, mail to many, services, files and people."""

import pytest

from commonlot.process.requirements.states import ParticipationStatus
from tests.cast import Cast
from tests.factories import requirements as make
from tests.journeys.conftest import StartWalk
from tests.journeys.office import campaigns, people, rules, services, vendors
from tests.journeys.screens import PURCHASING_OFFICE
from tests.journeys.story import Story, day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAYS = (rules, vendors, campaigns, services, people)


def test_a_week_of_the_purchasing_office(start_walk: StartWalk, cast: Cast) -> None:
    walk = start_walk(True)
    story = Story(walk, cast)
    pool = make.pool(cast.buyer, cast.now, needs_due_at=day(12, 30))
    make.part(pool, cast.town, cast.now, status=ParticipationStatus.INVITED)
    story.pool = pool.pk
    for each in DAYS:
        for step in each.STEPS:
            with walk.step(f"{each.__name__}.{step.__name__}"):
                step(story)
    assert PURCHASING_OFFICE - walk.asked == set(), "screens that this journey must come to"
