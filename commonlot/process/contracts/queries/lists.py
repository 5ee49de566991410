"""Lists of contracts, and what an agency stated."""

from datetime import datetime

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from commonlot.process.contracts.models import Allotment, Contract
from commonlot.process.contracts.states import IN_FORCE, ContractStatus
from commonlot.process.membership.models import Agency
from commonlot.records.access.models import AnySeat


def contracts_for(actor: AnySeat) -> QuerySet[Contract]:
    """Return the contracts this seat may see that ever came into force, those in force first."""
    found = Contract.objects.visible_to(actor).exclude(status=ContractStatus.DRAFT)
    if actor.is_vendor:
        found = found.filter(vendor__organisation_id=actor.organisation_pk or 0)
    return (
        found.select_related("vendor__organisation", "lead_agency")
        .annotate(price_count=Count("prices__number", distinct=True))
        .order_by("-ends_on", "number")
    )


def drafts_of(actor: AnySeat) -> QuerySet[Contract]:
    """Return the lead agency's contracts that wait to be put into force."""
    found = Contract.objects.visible_to(actor).filter(
        status=ContractStatus.DRAFT, lead_agency_id=actor.organisation_pk or 0
    )
    return found.select_related("vendor__organisation").order_by("created_at", "number")


def allotments_of(contract: Contract, agency: Agency) -> dict[int, object]:
    """Return how much of each price line an agency stated before the bid."""
    stated = Allotment.objects.filter(participation__contract=contract, participation__agency=agency)
    return dict(stated.values_list("price_line_id").annotate(sum=Sum("quantity")))


def contracts_to_delegate(agency: Agency, *, now: datetime) -> list[tuple[str, str]]:
    """List number and title of the contracts from which somebody could order on an agency's behalf."""
    own = Contract.objects.filter(
        participations__agency=agency, status__in=IN_FORCE, ends_on__gt=timezone.localdate(now)
    )
    return list(own.order_by("title", "number").values_list("number", "title"))
