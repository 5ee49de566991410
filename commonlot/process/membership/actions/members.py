"""Enrolling agencies, registering vendors, and keeping the papers that vendors must hold."""

from datetime import date, datetime

from django.db import connection, models, transaction
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Substr

from commonlot.kernel.actor import Role
from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, rules
from commonlot.process.membership.models import Agency, Certificate, Vendor
from commonlot.records.access.actions import admit_person
from commonlot.records.access.models import AnySeat, Organisation, Seat
from commonlot.records.audit.actions import record
from commonlot.records.documents.actions import keep


@transaction.atomic
def found_lead_agency(
    *,
    name: str,
    county: str,
    administrator_name: str,
    administrator_email: str,
    password: str | None,
    now: datetime,
) -> Agency:
    """Found the lead agency and the seat of its first person; only where no organisation exists yet."""
    _lock("founding")
    if Organisation.objects.exists():
        raise Refused("This installation has its lead agency already.")
    agency = _make_agency(
        name=name,
        kind=Agency.Kind.COUNTY,
        county=county,
        lead=True,
        state="NY",
        note="",
        contact_email="",
        now=now,
    )
    person = admit_person(email=administrator_email, name=administrator_name, password=password)
    seat = Seat.objects.create(
        user=person,
        organisation=agency.organisation,
        roles=[Role.PURCHASING_AGENT.value, Role.ADMINISTRATOR.value],
        created_at=now,
    )
    record(at=now, actor=seat, verb="membership.lead_agency_founded", subject=agency)
    return agency


@transaction.atomic
def enrol_agency(
    *,
    name: str,
    kind: str,
    actor: AnySeat,
    now: datetime,
    county: str = "",
    state: str = "NY",
    note: str = "",
    contact_email: str = "",
) -> Agency:
    """Enrol an agency and give it its number; a second agency of the same name and kind is refused."""
    access.enrol_agency.require(actor, now=now)
    if kind not in Agency.Kind.values:
        raise Refused("Choose what kind of agency this is.", field="kind")
    _lock("agencies")
    twin = Agency.objects.filter(
        organisation__name__iexact=name.strip(), kind=kind, county=county, state=state
    ).first()
    if twin is not None:
        raise Refused(f"{twin} is enrolled already, as {twin.number}.", field="name")
    agency = _make_agency(
        name=name,
        kind=kind,
        county=county,
        lead=False,
        state=state,
        note=note,
        contact_email=contact_email,
        now=now,
    )
    record(at=now, actor=actor, verb="membership.agency_enrolled", subject=agency, number=agency.number)
    return agency


@transaction.atomic
def register_vendor(
    *,
    name: str,
    actor: AnySeat,
    now: datetime,
    email: str = "",
    phone: str = "",
    address: str = "",
    commodities: str = "",
) -> Vendor:
    """Register a vendor, free of charge, and give it its number; the same name twice is refused."""
    access.register_vendor.require(actor, now=now)
    _lock("vendors")
    twin = Vendor.objects.filter(organisation__name__iexact=name.strip()).first()
    if twin is not None:
        raise Refused(f"{twin} is registered already, as {twin.number}.", field="name")
    organisation = _make_organisation(name, Organisation.Kind.VENDOR, now=now)
    number = _next_number(Vendor.objects.all(), rules.VENDOR_PREFIX)
    vendor = Vendor.objects.create(
        organisation=organisation,
        number=number,
        email=email,
        phone=phone,
        address=address,
        commodities=commodities,
    )
    record(at=now, actor=actor, verb="membership.vendor_registered", subject=vendor, number=number)
    return vendor


@transaction.atomic
def add_certificate(
    *,
    vendor_id: int,
    kind: str,
    starts_on: date,
    ends_on: date,
    actor: AnySeat,
    now: datetime,
    copy: tuple[str, bytes, str] | None = None,
) -> Certificate:
    """Add a certificate a vendor holds, with its copy (name, content, type); on its last day it no longer counts."""
    vendor = Vendor.objects.select_for_update().get(pk=vendor_id)
    access.keep_certificates.require(actor, vendor, now=now)
    if kind not in Certificate.Kind.values:
        raise Refused("Choose the kind of certificate.", field="kind")
    if ends_on <= starts_on:
        raise Refused("A certificate must end after it starts.", field="ends_on")
    certificate = Certificate.objects.create(
        vendor=vendor,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        document=keep(name=copy[0], content=copy[1], content_type=copy[2], actor=actor, now=now)
        if copy
        else None,
    )
    record(
        at=now,
        actor=actor,
        verb="membership.certificate_added",
        subject=certificate,
        within=vendor,
        ends_on=ends_on.isoformat(),
    )
    return certificate


def _make_agency(
    *, name: str, kind: str, county: str, state: str, note: str, contact_email: str, lead: bool, now: datetime
) -> Agency:
    organisation_kind = Organisation.Kind.LEAD_AGENCY if lead else Organisation.Kind.AGENCY
    return Agency.objects.create(
        organisation=_make_organisation(name, organisation_kind, now=now),
        number=_next_number(Agency.objects.all(), rules.AGENCY_PREFIXES[kind]),
        kind=kind,
        county=county,
        state=state,
        note=note,
        contact_email=contact_email,
    )


def _make_organisation(name: str, kind: str, *, now: datetime) -> Organisation:
    if not name.strip():
        raise Refused("Give the name.", field="name")
    return Organisation.objects.create(kind=kind, name=name.strip(), created_at=now)


def _next_number(members: models.QuerySet[Agency] | models.QuerySet[Vendor], prefix: str) -> str:
    """Return the number after the highest one given; the caller holds the lock."""
    running = Cast(Substr("number", len(prefix) + 2), IntegerField())
    numbered = members.filter(number__regex=rf"^{prefix}-\d{{1,6}}$")
    highest = numbered.aggregate(highest=Max(running))["highest"] or 0
    return rules.member_number(prefix, highest + 1)


def _lock(what: str) -> None:
    """Let one transaction at a time give numbers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"membership: {what}"])
