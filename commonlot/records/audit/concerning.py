"""Whose records these are: what lets an organisation read its own history.

A part of the house whose records belong to an organisation says so once, in the `ready` of its app:

    from commonlot.records.audit.concerning import let_concern
    let_concern("Orders", (Order,), access.own_orders)

The name is the kind of record as people call it, the models are those whose entries are of that kind, and the
function gives the records that belong to an organisation. An act on a record that nobody speaks for stands in the
history of the organisation whose person did it, and in no other.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models

Records = Callable[[int], Iterable[models.QuerySet[models.Model]]]


@dataclass(frozen=True)
class Concern:
    """A kind of record: its name, its models, and which of them belong to an organisation."""

    name: str
    models: tuple[type[models.Model], ...]
    records: Records


_CONCERNS: dict[str, Concern] = {}


def let_concern(name: str, kinds: tuple[type[models.Model], ...], records: Records) -> None:
    """Register a kind of record that organisations have."""
    _CONCERNS[name] = Concern(name, kinds, records)


def concerns() -> list[Concern]:
    """Return every kind of record, in the order of the stages."""
    return list(_CONCERNS.values())
