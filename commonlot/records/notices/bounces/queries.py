"""Reading what came back."""

from datetime import datetime

from django.db.models import QuerySet

from commonlot.records.notices.addresses import hashes_of
from commonlot.records.notices.bounces.models import Bounce, LastDelivery
from commonlot.records.notices.bounces.rules import Kind


def bounces_of(address: str) -> QuerySet[Bounce]:
    """Return what came back from an address, the newest first."""
    return Bounce.objects.filter(address_hash__in=hashes_of(address)).select_related("message")


def soft_in_a_row(address: str, *, since: datetime) -> int:
    """Count the mails that came back softly since a moment, and since one last arrived."""
    delivered = LastDelivery.objects.filter(address_hash__in=hashes_of(address), at__gt=since)
    start = max(delivered.values_list("at", flat=True), default=since)
    soft = bounces_of(address).filter(kind=Kind.SOFT, at__gte=start)
    return soft.order_by().values("message").distinct().count()
