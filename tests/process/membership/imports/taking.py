"""What the tests of files share: a small file, uploaded, checked, taken in."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime

from commonlot.process.membership import actions
from commonlot.process.membership.models import MemberFile
from commonlot.records.access.models import Seat
from tests.cast import Cast


def csv_of(headers: Sequence[str], *rows: Sequence[object]) -> bytes:
    """Write a small CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([headers, *rows])
    return text.getvalue().encode()


def upload(
    cast: Cast, kind: str, content: bytes, *, name: str = "file.csv", actor: Seat | None = None,
    now: datetime | None = None,
) -> MemberFile:  # fmt: skip
    """Upload a file as a buyer."""
    return actions.upload_members(
        kind=kind, name=name, content=content, actor=actor or cast.buyer, now=now or cast.now
    )


def take_in(cast: Cast, kind: str, content: bytes, *, now: datetime | None = None) -> MemberFile:
    """Upload a file and take it in."""
    file = upload(cast, kind, content, now=now)
    return actions.import_at_once(file_id=file.pk, actor=cast.buyer, now=now or cast.now)


def counts(file: MemberFile) -> tuple[int, int, int, int, int]:
    """Return how many rows are new, changed, the same, left out, wrong."""
    return file.rows_new, file.rows_changed, file.rows_same, file.rows_left_out, file.rows_wrong


def problems(file: MemberFile) -> list[tuple[int, str, str, str]]:
    """Return row, column, found, expected of every problem."""
    return [(row.number, *each) for row in file.rows.filter(outcome="wrong") for each in row.problems]
