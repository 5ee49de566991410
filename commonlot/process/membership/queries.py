"""Reading members: whose seat it is, whose agreement is in force, which certificates have lapsed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When

from commonlot.process.membership import access
from commonlot.process.membership.models import Agency, Agreement, Certificate, Vendor
from commonlot.process.membership.states import AgreementStatus
from commonlot.records.access.models import AnySeat, Organisation, Seat


def agency_of(actor: AnySeat) -> Agency | None:
    """Return the agency that the actor acts for, if it is one."""
    if actor.organisation_pk is None:
        return None
    return Agency.objects.select_related("organisation").filter(organisation_id=actor.organisation_pk).first()


def vendor_of(actor: AnySeat) -> Vendor | None:
    """Return the vendor that the actor acts for, if it is one."""
    if actor.organisation_pk is None:
        return None
    return Vendor.objects.select_related("organisation").filter(organisation_id=actor.organisation_pk).first()


def has_agreement_in_force(agency: Agency, on: date) -> bool:
    """Say whether the agency may join something new on that day; the lead agency always may."""
    if agency.organisation.kind == Organisation.Kind.LEAD_AGENCY:
        return True
    return Agreement.objects.in_force(on=on).filter(agency=agency).exists()


def lapsed_certificates(vendor: Vendor, on: date) -> list[Certificate]:
    """Return, for each kind of which none counts on that day, the certificate that lapsed last."""
    latest: dict[str, Certificate] = {}
    counting: set[str] = set()
    for certificate in vendor.certificates.all():
        if certificate.starts_on <= on < certificate.ends_on:
            counting.add(certificate.kind)
        elif certificate.ends_on <= on:
            known = latest.get(certificate.kind)
            if known is None or certificate.ends_on > known.ends_on:
                latest[certificate.kind] = certificate
    return sorted(
        (each for kind, each in latest.items() if kind not in counting),
        key=lambda each: (each.ends_on, each.kind),
    )


# --- the directory ------------------------------------------------------------------------------------------
class Standing(StrEnum):
    """How an agency stands with the lead agency, as the directory says it."""

    LEAD = "lead"
    IN_FORCE = "in_force"
    UNDER_WAY = "under_way"
    NONE = "none"


STANDING_NAMES: dict[Standing, str] = {
    Standing.LEAD: "Lead agency",
    Standing.IN_FORCE: "Agreement in force",
    Standing.UNDER_WAY: "Before its board",
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
    return Case(
        When(organisation__kind=Organisation.Kind.LEAD_AGENCY, then=Value(Standing.LEAD)),
        When(Exists(own.in_force(on=on)), then=Value(Standing.IN_FORCE)),
        When(Exists(under_way), then=Value(Standing.UNDER_WAY)),
        default=Value(Standing.NONE),
        output_field=CharField(),
    )


def count_by_kind() -> dict[str, int]:
    """Count the agencies of each kind."""
    return dict(Agency.objects.order_by("kind").values_list("kind").annotate(how_many=Count("pk")))


# --- one member ---------------------------------------------------------------------------------------------
def people_of(organisation: Organisation, actor: AnySeat, *, now: datetime) -> QuerySet[Seat]:
    """Return who may act for an organisation now; nobody, to those who may not know."""
    seats = (
        Seat.objects.current(now=now)
        .filter(organisation=organisation)
        .select_related("user")
        .order_by("user__name")
    )
    return seats if access.see_people.allows(actor, organisation, now=now) else seats.none()


def agreements_of(agency: Agency) -> QuerySet[Agreement]:
    """Return an agency's agreements, the one under way or in force first."""
    current = Case(When(status__in=[AgreementStatus.ENDED], then=Value(1)), default=Value(0))
    return agency.agreements.select_related("signed_copy").order_by(current, "-starts_on", "-pk")


# --- vendors ------------------------------------------------------------------------------------------------
def vendor_list(words: str = "", *, only_lapsed: bool = False, on: date) -> QuerySet[Vendor]:
    """Return the vendors that match, each with `is_lapsed`: a kind of certificate that no longer counts."""
    same_kind = Certificate.objects.filter(vendor=OuterRef("vendor"), kind=OuterRef("kind"))
    counting = same_kind.filter(starts_on__lte=on, ends_on__gt=on)
    lapsed = Certificate.objects.filter(vendor=OuterRef("pk"), ends_on__lte=on).exclude(Exists(counting))
    vendors = Vendor.objects.select_related("organisation").annotate(is_lapsed=Exists(lapsed))
    for word in words.split()[:6]:
        vendors = vendors.filter(
            Q(organisation__name__icontains=word)
            | Q(number__istartswith=word)
            | Q(commodities__icontains=word)
        )
    return vendors.filter(is_lapsed=True) if only_lapsed else vendors


def certificates_of(vendor: Vendor, *, on: date) -> list[Certificate]:
    """Return a vendor's certificates by kind, newest first; each knows whether it counts on that day."""
    certificates = list(vendor.certificates.select_related("document"))
    lapsed = {each.pk for each in lapsed_certificates(vendor, on)}
    for each in certificates:
        each.counts = each.starts_on <= on < each.ends_on  # type: ignore[attr-defined]
        each.is_lapsed = each.pk in lapsed  # type: ignore[attr-defined]
    return certificates
