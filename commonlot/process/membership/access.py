"""Who may enrol members, seat people, and keep agreements and certificates."""

from datetime import datetime

from commonlot.kernel.actor import Role
from commonlot.kernel.policy import Policy
from commonlot.process.membership.models import Agency, Agreement, Certificate, Vendor
from commonlot.records.access.models import AnySeat, Organisation, Seat
from commonlot.records.documents.models import Document

COUNTY_STAFF = (Role.BUYER, Role.PURCHASING_AGENT, Role.ADMINISTRATOR)


def is_staff(actor: AnySeat) -> bool:
    """Say whether the actor works in the county's purchasing office."""
    return actor.is_county and actor.has(*COUNTY_STAFF)


def is_lead(agency: Agency) -> bool:
    """Say whether this is the lead agency itself."""
    return agency.organisation.kind == Organisation.Kind.LEAD_AGENCY


@Policy
def enrol_agency(actor: AnySeat, *, now: datetime) -> str | None:
    """The county's purchasing staff."""
    return None if is_staff(actor) else "Only the county's purchasing staff may enrol agencies."


@Policy
def register_vendor(actor: AnySeat, *, now: datetime) -> str | None:
    """The county's purchasing staff."""
    return None if is_staff(actor) else "Only the county's purchasing staff may register vendors."


@Policy
def see_people(actor: AnySeat, organisation: Organisation, *, now: datetime) -> str | None:
    """The county's purchasing staff, and everyone who has a seat in the organisation."""
    if is_staff(actor) or actor.organisation_pk == organisation.pk:
        return None
    return "Only the organisation itself and the county's purchasing staff see who has a seat."


@Policy
def manage_people(actor: AnySeat, organisation: Organisation, *, now: datetime) -> str | None:
    """The organisation's own administrator, or the county; for the county's seats its head or administrator."""
    if organisation.kind == Organisation.Kind.LEAD_AGENCY:
        if actor.is_county and actor.has(Role.PURCHASING_AGENT, Role.ADMINISTRATOR):
            return None
        return "Only the purchasing agent or the platform administrator may change the county's seats."
    if is_staff(actor):
        return None
    own = actor.organisation_pk == organisation.pk
    if own and actor.has(Role.AGENCY_ADMINISTRATOR, Role.VENDOR_ADMINISTRATOR):
        return None
    return (
        "Only an administrator of this organisation, or the county's purchasing staff, may change its seats."
    )


@Policy
def end_seat(actor: AnySeat, seat: Seat, *, now: datetime) -> str | None:
    """Whoever manages the organisation's people; never the own seat."""
    if seat.pk == actor.pk:
        return "You cannot end the seat you act from. Ask another administrator or the county."
    return manage_people.why_not(actor, seat.organisation, now=now)


@Policy
def keep_agreement(actor: AnySeat, agency: Agency, *, now: datetime) -> str | None:
    """The agency's administrator, or the county's purchasing staff."""
    if is_lead(agency):
        return "The lead agency needs no agreement with itself."
    if is_staff(actor):
        return None
    if actor.organisation_pk == agency.organisation_id and actor.has(Role.AGENCY_ADMINISTRATOR):
        return None
    return "Only the agency's administrator or the county's purchasing staff may do this."


@Policy
def see_vendor(actor: AnySeat, vendor: Vendor, *, now: datetime) -> str | None:
    """The county's purchasing staff, and the vendor itself."""
    if is_staff(actor) or actor.organisation_pk == vendor.organisation_id:
        return None
    return "Only the county's purchasing staff and the vendor itself see this page."


@Policy
def keep_certificates(actor: AnySeat, vendor: Vendor, *, now: datetime) -> str | None:
    """The county's purchasing staff, and everyone with a seat at the vendor."""
    if is_staff(actor) or actor.organisation_pk == vendor.organisation_id:
        return None
    return "Only the vendor itself or the county's purchasing staff may add its certificates."


def may_read_document(document: Document, actor: AnySeat, *, now: datetime) -> bool:
    """Say whether the actor may read a file because it is a certificate or a signed agreement."""
    certificate = Certificate.objects.filter(document=document).select_related("vendor").first()
    if certificate is not None:
        return see_vendor.allows(actor, certificate.vendor, now=now)
    agreement = Agreement.objects.filter(signed_copy=document).select_related("agency__organisation").first()
    return agreement is not None and see_people.allows(actor, agreement.agency.organisation, now=now)
