"""The demonstration's data: CSV files in the folder `demo` of the checkout."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.conf import settings

Row = Mapping[str, str]


def folder() -> Path:
    """Return where the files are."""
    return Path(settings.BASE_FOLDER) / "demo"


def rows(name: str) -> Iterator[Row]:
    """Give the rows of a file, header by header."""
    with (folder() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def content(name: str) -> bytes:
    """Return a file as it would be uploaded."""
    return (folder() / f"{name}.csv").read_bytes()
