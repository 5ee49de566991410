"""Who gets what from the addresses of long work."""

from commonlot.records.jobs.actions import start_work
from tests.cast import Cast
from tests.house.matrix import HIDDEN, REFUSED, THROUGH, Arguments, Row


def _work_of_the_town(cast: Cast) -> Arguments:
    return {"pk": start_work(kind="test", title="Read a file", actor=cast.receiver, now=cast.now).pk}


ROWS = [
    Row(
        url="jobs:index",
        buyer=THROUGH,
        member=THROUGH,
        other_member=THROUGH,
        vendor=THROUGH,
        rival=THROUGH,
        public=REFUSED,
    ),
    Row(
        url="jobs:work",
        given=_work_of_the_town,
        buyer=HIDDEN,
        member=THROUGH,
        other_member=HIDDEN,
        vendor=HIDDEN,
        rival=HIDDEN,
        public=REFUSED,
    ),
]
