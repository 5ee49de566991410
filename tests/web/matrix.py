"""Who gets what from the pages of the house."""

from tests.house.matrix import REFUSED, THROUGH, Row, open_to_all

ROWS: list[Row] = [
    open_to_all("web:home"),
    open_to_all("web:calendar"),
    open_to_all("web:how"),
    open_to_all("web:accessibility"),
    open_to_all("web:components"),
    Row(
        url="web:todo",
        buyer=THROUGH,
        member=THROUGH,
        other_member=THROUGH,
        vendor=THROUGH,
        rival=THROUGH,
        public=REFUSED,
    ),
]
