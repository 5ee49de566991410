"""What every new member needs: an organisation, and a number that nobody else gets."""

from datetime import datetime

from django.db import connection, models
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Substr

from commonlot.kernel.errors import Refused
from commonlot.process.membership import rules
from commonlot.process.membership.models import Agency, Vendor
from commonlot.records.access.models import Organisation


def make_organisation(name: str, kind: str, *, now: datetime) -> Organisation:
    """Make the organisation that a member is."""
    if not name.strip():
        raise Refused("Give the name.", field="name")
    return Organisation.objects.create(kind=kind, name=name.strip(), created_at=now)


def next_number(members: models.QuerySet[Agency] | models.QuerySet[Vendor], prefix: str) -> str:
    """Return the number after the highest one given; the caller holds the lock."""
    running = Cast(Substr("number", len(prefix) + 2), IntegerField())
    numbered = members.filter(number__regex=rf"^{prefix}-\d{{1,6}}$")
    highest = numbered.aggregate(highest=Max(running))["highest"] or 0
    return rules.member_number(prefix, highest + 1)


def lock(what: str) -> None:
    """Let one transaction at a time give numbers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"membership: {what}"])
