"""Who may read a kept file: whoever may read a record that refers to it.

A part of the house that keeps files says so once, in the `ready` of its app:

    from commonlot.records.documents.access import let_read
    let_read(access.may_read_document)

The function gets (document, actor, now=...) and says yes or no. A file that nobody vouches for is read only by
the organisation that kept it.
"""

from collections.abc import Callable
from datetime import datetime

from commonlot.kernel.policy import Policy
from commonlot.records.access.models import AnySeat
from commonlot.records.documents.models import Document

Reader = Callable[..., bool]
_READERS: list[Reader] = []


def let_read(reader: Reader) -> Reader:
    """Register a function that says whether an actor may read a document because of a record it belongs to."""
    if reader not in _READERS:
        _READERS.append(reader)
    return reader


@Policy
def read(actor: AnySeat, document: Document, *, now: datetime) -> str | None:
    """The organisation that kept the file, and everyone who may read a record that refers to it."""
    kept_here = document.kept_by is not None and document.kept_by.organisation_id == actor.organisation_pk
    if kept_here or any(reader(document, actor, now=now) for reader in _READERS):
        return None
    return "This file belongs to records that you may not see."
