"""Who gets what from the addresses of a person's own account."""

from tests.cast import Cast
from tests.house.matrix import REFUSED, THROUGH, Arguments, Row


def _the_buyers_seat(cast: Cast, _: Arguments) -> Arguments:
    return {"seat": cast.buyer.pk}


ROWS = [
    Row(
        url="access:account",
        buyer=THROUGH,
        member=THROUGH,
        other_member=THROUGH,
        vendor=THROUGH,
        rival=THROUGH,
        public=REFUSED,
    ),
    Row(
        url="access:switch_seat",
        method="POST",
        data=_the_buyers_seat,
        buyer=THROUGH,
        member=REFUSED,
        other_member=REFUSED,
        vendor=REFUSED,
        rival=REFUSED,
        public=REFUSED,
    ),
]
