"""What every new member needs: an organisation, and a number that nobody else gets."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import connection, models
from django.db.models import IntegerField, Max, Value
from django.db.models.functions import Cast, Substr, Upper

from commonlot.kernel.errors import Refused
from commonlot.process.membership import rules
from commonlot.process.membership.models import Agency, Vendor
from commonlot.records.access.models import Organisation
from commonlot.records.streams import write_rows

Member = TypeVar("Member", Agency, Vendor)


def make_organisations(names: Sequence[str], kind: str, *, now: datetime) -> list[Organisation]:
    """Make the organisations that members are."""
    if not all(name.strip() for name in names):
        raise Refused("Give the name.", field="name")
    made = [Organisation(kind=kind, name=name.strip(), created_at=now) for name in names]
    write_rows(made)
    return made


def named(known: models.QuerySet[Member], names: Iterable[str]) -> models.QuerySet[Member]:
    """Return the members that have one of the names, in capital or small letters."""
    wanted = [Upper(Value(name.strip())) for name in names]
    return (
        known.alias(upper_name=Upper("organisation__name"))
        .filter(upper_name__in=wanted)
        .select_related("organisation")
    )


class Numbers:
    """Gives the numbers after the highest ones; the caller holds the lock, so the table is read once a prefix."""

    def __init__(self, members: models.QuerySet[Agency] | models.QuerySet[Vendor]) -> None:
        self.members, self.highest = members, dict[str, int]()

    def next(self, prefix: str) -> str:
        """Return the next number of a prefix."""
        if prefix not in self.highest:
            self.highest[prefix] = self._highest(prefix)
        self.highest[prefix] += 1
        return rules.member_number(prefix, self.highest[prefix])

    def _highest(self, prefix: str) -> int:
        running = Cast(Substr("number", len(prefix) + 2), IntegerField())
        numbered = self.members.filter(number__regex=rf"^{prefix}-\d{{1,6}}$")
        return numbered.aggregate(highest=Max(running))["highest"] or 0


def lock(what: str) -> None:
    """Let one transaction at a time give numbers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"membership: {what}"])
