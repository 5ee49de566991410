"""Reading the directory of shared services, and what agencies asked."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from commonlot.process.membership.models import Agency, ServiceRequest, SharedService
from commonlot.process.membership.states import ServiceRequestStatus
from commonlot.records.access.models import AnySeat

MOST_WORDS = 6


@dataclass(frozen=True)
class ServiceFilter:
    """What a reader of the directory of services asks for; what makes no sense is left out."""

    words: str = ""
    office: str = ""
    kind: str = ""


def service_list(asked: ServiceFilter, actor: AnySeat, *, on: date) -> QuerySet[SharedService]:
    """Return the services that match: to everyone those offered now or later, to the county all."""
    services = SharedService.objects.visible_to(actor)
    if not actor.is_county:
        services = services.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))
    for word in asked.words.split()[:MOST_WORDS]:
        said = Q(name__icontains=word) | Q(summary__icontains=word) | Q(description__icontains=word)
        services = services.filter(said | Q(words__icontains=word) | Q(office__icontains=word))
    if asked.office:
        services = services.filter(office=asked.office)
    if asked.kind in Agency.Kind.values:
        services = services.filter(Q(for_kinds=[]) | Q(for_kinds__contains=[asked.kind]))
    return services


def offices(actor: AnySeat) -> list[str]:
    """Return the offices that give a service the actor may see."""
    found = SharedService.objects.visible_to(actor).order_by("office").values_list("office", flat=True)
    return list(found.distinct())


def request_list(actor: AnySeat, status: str = "") -> QuerySet[ServiceRequest]:
    """Return the requests that the actor may see: those that wait first, by the day they must be answered."""
    requests = ServiceRequest.objects.visible_to(actor).select_related(
        "service", "agency__organisation", "asked_by__user"
    )
    if status in set(ServiceRequestStatus):
        requests = requests.filter(status=status)
    if status == ServiceRequestStatus.ASKED:
        return requests.order_by("answer_due_on", "pk")
    return requests


def waiting_requests(actor: AnySeat) -> QuerySet[ServiceRequest]:
    """Return the requests that wait for an office's answer, the one due first in front."""
    return request_list(actor, ServiceRequestStatus.ASKED)
