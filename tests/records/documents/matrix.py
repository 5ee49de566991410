"""Who gets what from the addresses of kept files."""

from commonlot.records.documents.actions import keep
from tests.cast import Cast
from tests.house.matrix import HIDDEN, THROUGH, Arguments, Row


def _file_of_the_vendor(cast: Cast) -> Arguments:
    kept = keep(
        name="a.pdf", content=b"%PDF", content_type="application/pdf", actor=cast.vendor, now=cast.now
    )
    return {"pk": kept.pk}


ROWS = [
    Row(
        url="documents:download",
        given=_file_of_the_vendor,
        buyer=HIDDEN,
        member=HIDDEN,
        other_member=HIDDEN,
        vendor=THROUGH,
        rival=HIDDEN,
        public=HIDDEN,
    ),
]
