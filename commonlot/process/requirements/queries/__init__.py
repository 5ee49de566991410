"""Reading pools, needs and files of needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet, Sum

from commonlot.process.membership.models import Agency, AgencyFacts
from commonlot.process.membership.queries import reasons_for_nothing_new
from commonlot.process.membership.rules import NamedSite
from commonlot.process.requirements.models import ImportBatch, Participation, Pool, RequirementLine
from commonlot.process.requirements.states import LineStatus, ParticipationStatus
from commonlot.records.access.models import AnySeat

NOT_ANSWERED = (ParticipationStatus.INVITED, ParticipationStatus.JOINED)
ANSWERED = (ParticipationStatus.DECLINED, ParticipationStatus.SUBMITTED, ParticipationStatus.ACCEPTED)


def lines_to_pool(pool: Pool) -> QuerySet[RequirementLine]:
    """Return the accepted lines of a pool that can be counted, each with its agency."""
    lines = RequirementLine.objects.counted().filter(
        participation__pool=pool, status__in=[LineStatus.ACCEPTED, LineStatus.FROZEN]
    )
    return lines.select_related("participation__agency__organisation", "site").order_by("pk")


def lines_asked_about(pool: Pool) -> QuerySet[RequirementLine]:
    """Return the lines of a pool about which something must still be asked; they stand in no total."""
    lines = RequirementLine.objects.filter(participation__pool=pool).exclude(question="")
    return lines.select_related("participation__agency__organisation").order_by(
        "participation", "position", "pk"
    )


def pools_for_staff(actor: AnySeat) -> QuerySet[Pool]:
    """Return the pools that a buyer runs, with how many agencies were invited and answered."""
    parts = Pool.objects.visible_to(actor).annotate(
        invited=Count("participations"),
        answered=Count("participations", filter=Q(participations__status__in=ANSWERED)),
        to_judge=Count("participations", filter=Q(participations__status=ParticipationStatus.SUBMITTED)),
    )
    return parts.order_by(F("needs_due_at").desc(), "-pk")


def parts_of_agency(actor: AnySeat) -> QuerySet[Participation]:
    """Return an agency's parts in pools, the nearest deadline first."""
    parts = Participation.objects.visible_to(actor).filter(agency__organisation_id=actor.organisation_pk or 0)
    return parts.select_related("pool", "agency__organisation").annotate(
        line_count=Count("lines"), asked=Count("lines", filter=~Q(lines__question=""))
    ).order_by("pool__needs_due_at", "pk")  # fmt: skip


def parts_of_pool(pool: Pool) -> QuerySet[Participation]:
    """Return who was invited to a pool, what became of it, and how many lines each stated."""
    return pool.participations.select_related("agency__organisation").annotate(
        line_count=Count("lines"),
        asked=Count("lines", filter=~Q(lines__question="")),
        stated=Sum(F("lines__quantity") * F("lines__price_paid"), filter=Q(lines__question="")),
    )


def not_answered(pool: Pool) -> QuerySet[Participation]:
    """Return who was invited to a pool and has sent no answer yet."""
    return pool.participations.filter(status__in=NOT_ANSWERED).select_related("agency__organisation")


def imports_of(pool: Pool) -> QuerySet[ImportBatch]:
    """Return the files uploaded for a pool, newest first."""
    return pool.imports.select_related(
        "document",
        "uploaded_by__user",
        "uploaded_by__organisation",
        "uploaded_by__lent_by",
        "participation__agency__organisation",
    )


@dataclass(frozen=True)
class Candidate:
    """An agency that could be invited, and the reason why it cannot."""

    agency: Agency
    invited: bool
    reason: str


def candidates(pool: Pool, *, on: date, kind: str = "") -> list[Candidate]:
    """Return every agency with whether it was invited, or why it cannot be."""
    agencies = Agency.objects.select_related("organisation")
    found = list(agencies.filter(kind=kind) if kind else agencies)
    there = set(pool.participations.values_list("agency_id", flat=True))
    reasons = reasons_for_nothing_new(found, on=on)
    return [Candidate(agency, agency.pk in there, reasons.get(agency.pk, "")) for agency in found]


def without_agreement(parts: Iterable[Participation], *, on: date) -> list[Agency]:
    """Return the agencies that take part without an agreement in force."""
    agencies = [part.agency for part in parts]
    reasons = reasons_for_nothing_new(agencies, on=on)
    return [agency for agency in agencies if agency.pk in reasons]


def pools_to_delegate(agency: Agency, *, now: datetime) -> list[tuple[str, str]]:
    """List number and title of the pools for which somebody could state needs on an agency's behalf."""
    open_pools = Pool.objects.open_for_needs(now=now).filter(participations__agency=agency)
    return list(open_pools.order_by("needs_due_at", "pk").values_list("number", "title"))


def named_sites_to_add(agency: Agency) -> list[NamedSite]:
    """Return the sites that an agency named when it joined and that are not among its delivery sites yet."""
    stated = AgencyFacts.objects.filter(agency=agency).first()
    if stated is None:
        return []
    there = {name.casefold() for name in agency.sites.values_list("name", flat=True)}
    named = {site.name.casefold(): site for site in stated.named_sites}
    return [site for name, site in named.items() if name not in there]
