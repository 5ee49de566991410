"""Reading members: whose seat it is, how their agreements stand, and who acts for them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When

from commonlot.process.membership.models import Agency, Agreement
from commonlot.process.membership.states import AgreementStatus
from commonlot.records.access.models import AnySeat, Organisation


def agency_of(actor: AnySeat) -> Agency | None:
    """Return the agency that the actor acts for, if it is one."""
    if actor.organisation_pk is None:
        return None
    return Agency.objects.select_related("organisation").filter(organisation_id=actor.organisation_pk).first()


def has_agreement_in_force(agency: Agency, on: date) -> bool:
    """Say whether the agency may join something new on that day; the lead agency always may."""
    if agency.organisation.kind == Organisation.Kind.LEAD_AGENCY:
        return True
    return Agreement.objects.in_force(on=on).filter(agency=agency).exists()


class Standing(StrEnum):
    """How an agency stands with the lead agency, as the directory says it."""

    LEAD = "lead"
    IN_FORCE = "in_force"
    UNDER_WAY = "under_way"
    LAPSED = "lapsed"
    NONE = "none"


STANDING_NAMES: dict[Standing, str] = {
    Standing.LEAD: "Lead agency",
    Standing.IN_FORCE: "Agreement in force",
    Standing.UNDER_WAY: "Before its board",
    Standing.LAPSED: "Lapsed",
    Standing.NONE: "No agreement",
}


@dataclass(frozen=True)
class DirectoryFilter:
    """What a reader of the directory asks for; what makes no sense is left out."""

    words: str = ""
    kind: str = ""
    standing: str = ""


def directory(asked: DirectoryFilter, *, on: date) -> QuerySet[Agency]:
    """Return the agencies that match, each with its `standing` on that day, by name."""
    agencies = Agency.objects.select_related("organisation").annotate(standing=_standing(on))
    for word in asked.words.split()[:6]:
        agencies = agencies.filter(Q(organisation__name__icontains=word) | Q(number__istartswith=word))
    if asked.kind in Agency.Kind.values:
        agencies = agencies.filter(kind=asked.kind)
    if asked.standing in set(Standing):
        agencies = agencies.filter(standing=asked.standing)
    return agencies


def _standing(on: date) -> Case:
    own = Agreement.objects.filter(agency=OuterRef("pk"))
    under_way = own.filter(status__in=[AgreementStatus.DRAFT, AgreementStatus.BOARD_PENDING])
    lapsed = own.filter(Q(status=AgreementStatus.LAPSED) | Q(status=AgreementStatus.ACTIVE, ends_on__lte=on))
    return Case(
        When(organisation__kind=Organisation.Kind.LEAD_AGENCY, then=Value(Standing.LEAD)),
        When(Exists(own.in_force(on=on)), then=Value(Standing.IN_FORCE)),
        When(Exists(under_way), then=Value(Standing.UNDER_WAY)),
        When(Exists(lapsed), then=Value(Standing.LAPSED)),
        default=Value(Standing.NONE),
        output_field=CharField(),
    )


def count_by_kind() -> dict[str, int]:
    """Count the agencies of each kind."""
    return dict(Agency.objects.order_by("kind").values_list("kind").annotate(how_many=Count("pk")))


def agreements_of(agency: Agency) -> QuerySet[Agreement]:
    """Return an agency's agreements, the one under way or in force first, with their papers and votes."""
    under_way = Q(status__in=[AgreementStatus.DRAFT, AgreementStatus.BOARD_PENDING])
    current = Case(
        When(under_way, then=Value(0)),
        When(status=AgreementStatus.ACTIVE, then=Value(1)),
        When(status=AgreementStatus.LAPSED, then=Value(2)),
        default=Value(3),
    )
    held = agency.agreements.select_related("county_vote").prefetch_related("papers__document", "votes")
    return held.order_by(current, "-starts_on", "-pk")
