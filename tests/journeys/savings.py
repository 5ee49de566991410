"""Stage 9 in the browser: what was saved against the town's own price, to the cent, for everyone to recompute."""

from commonlot.process.savings.jobs import enter_deliveries
from tests.journeys.story import Story, day


def read_what_was_saved(story: Story) -> None:
    """60 cartons at $34.20 before, at $31.40 now: $168.00; the village stated no price and is not counted."""
    story.walk.at(day(1, 13, year=2027))
    enter_deliveries.defer(timestamp=0)  # type: ignore[call-arg]  # as the clock does every minute
    story.walk.works()
    visitor = story.visitor
    visitor.comes_to("savings:public")
    visitor.sees("$2,052.00", "$1,884.00", "$168.00", "1 delivered line for which the agency stated no price")
    rows = visitor.downloads("CSV to recompute").decode().splitlines()
    assert len(rows) == 3
    assert [row.rsplit(",", 1)[1] for row in rows[1:]] == ["56.00", "112.00"]
    visitor.opens("/")


def read_how_it_went(story: Story) -> None:
    """Everybody finds at the end what was done, and by whom."""
    story.buyer.comes_to("requirements:pool", story.pool)
    story.buyer.sees("The pool has moved on.")
    story.requester.comes_to("web:todo")
    story.school.comes_to("requirements:pools")
    story.agent.comes_to("jobs:index")


STEPS = (read_what_was_saved, read_how_it_went)
