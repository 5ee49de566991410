"""Valid rows of membership."""

from datetime import date, datetime, timedelta
from itertools import count

from django.utils import timezone

from commonlot.kernel.actor import Role
from commonlot.process.membership.models import Agency, Agreement, Certificate, Vendor
from commonlot.process.membership.states import AgreementStatus
from commonlot.records.access.models import Organisation, Seat, User

_running = count(500)


def make_organisation(name: str, kind: str, *, now: datetime) -> Organisation:
    """Make a bare organisation."""
    return Organisation.objects.create(name=name, kind=kind, created_at=now)


def make_agency(
    name: str = "", *, now: datetime, kind: str = Agency.Kind.TOWN, number: str = "", agreement: bool = False
) -> Agency:
    """Make an agency with a number nobody else has, with an agreement in force if asked."""
    number = number or f"T-{next(_running)}"
    organisation = make_organisation(name or f"Town of {number}", Organisation.Kind.AGENCY, now=now)
    agency = Agency.objects.create(organisation=organisation, number=number, kind=kind, county="Westchester")
    if agreement:
        make_agreement(
            agency, status=AgreementStatus.ACTIVE, starts_on=timezone.localdate(now) - timedelta(days=30)
        )
    return agency


def make_agreement(
    agency: Agency,
    *,
    status: AgreementStatus = AgreementStatus.DRAFT,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Agreement:
    """Make an agreement in a state."""
    voted_on = starts_on - timedelta(days=20) if starts_on else None
    return Agreement.objects.create(
        agency=agency, status=status, board_voted_on=voted_on, starts_on=starts_on, ends_on=ends_on
    )


def make_vendor(name: str = "", *, now: datetime, number: str = "") -> Vendor:
    """Make a vendor with a number nobody else has."""
    number = number or f"VN-{next(_running)}"
    organisation = make_organisation(name or f"Vendor {number}", Organisation.Kind.VENDOR, now=now)
    return Vendor.objects.create(
        organisation=organisation, number=number, email=f"{number.lower()}@example.com"
    )


def make_certificate(
    vendor: Vendor, *, starts_on: date, ends_on: date, kind: str = Certificate.Kind.LIABILITY_INSURANCE
) -> Certificate:
    """Make a certificate."""
    return Certificate.objects.create(vendor=vendor, kind=kind, starts_on=starts_on, ends_on=ends_on)


def make_seat(
    organisation: Organisation, *roles: Role, now: datetime, name: str = "", email: str = ""
) -> Seat:
    """Give a new person a seat."""
    name = name or f"Person {next(_running)}"
    address = email or f"{name.lower().replace(' ', '.')}@example.org"
    user = User.objects.create_user(address, "correct horse battery staple", name=name)
    return Seat.objects.create(
        user=user, organisation=organisation, roles=[role.value for role in roles], created_at=now
    )
