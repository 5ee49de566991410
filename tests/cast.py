"""The named cast: a county, a town, a school district, a fire district and two rival vendors."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from commonlot.kernel.actor import Role
from commonlot.process.membership.models import Agency, Agreement, Vendor
from commonlot.process.membership.states import AgreementStatus
from commonlot.records.access.models import Organisation, Seat, User

COUNTY_TIME = ZoneInfo("America/New_York")


@dataclass(frozen=True)
class Cast:
    """Everyone who plays in the tests; organisations are their membership rows, people are their seats."""

    now: datetime
    county: Agency
    town: Agency
    school_district: Agency
    fire_district: Agency
    salt_and_sons: Vendor
    rival_salt: Vendor
    buyer: Seat
    second_buyer: Seat
    purchasing_agent: Seat
    requester: Seat
    approver: Seat
    receiver: Seat
    school: Seat
    school_approver: Seat
    fire: Seat
    vendor: Seat
    rival: Seat


def seat(organisation: Organisation, name: str, *roles: Role, now: datetime) -> Seat:
    """Give a new person a seat."""
    email = f"{name.lower().replace(' ', '.')}@example.org"
    user = User.objects.create_user(email, "correct horse battery staple", name=name)
    return Seat.objects.create(
        user=user, organisation=organisation, roles=[role.value for role in roles], created_at=now
    )


def agency(
    name: str, number: str, kind: str, *, now: datetime, lead: bool = False, agreement: bool = True
) -> Agency:
    """Make an agency, with an agreement in force unless told otherwise."""
    organisation = Organisation.objects.create(
        name=name,
        kind=Organisation.Kind.LEAD_AGENCY if lead else Organisation.Kind.AGENCY,
        created_at=now,
    )
    made = Agency.objects.create(
        organisation=organisation,
        number=number,
        kind=kind,
        county="Westchester",
        contact_email=f"{number.lower()}@example.org",
    )
    if agreement:
        Agreement.objects.create(
            agency=made,
            status=AgreementStatus.ACTIVE,
            board_voted_on=date(2025, 11, 20),
            starts_on=date(2026, 1, 1),
            ends_on=date(2031, 1, 1),
        )
    return made


def vendor(name: str, number: str, *, now: datetime) -> Vendor:
    """Register a vendor."""
    organisation = Organisation.objects.create(name=name, kind=Organisation.Kind.VENDOR, created_at=now)
    return Vendor.objects.create(
        organisation=organisation, number=number, email=f"{number.lower()}@example.com"
    )


def summon(now: datetime) -> Cast:
    """Make the whole cast in the database; the county itself is an agency too."""
    began = now - timedelta(days=200)
    county = agency("Westchester County", "C-001", Agency.Kind.COUNTY, now=began, lead=True)
    town = agency("Town of Rye Hill", "T-022", Agency.Kind.TOWN, now=began)
    school = agency("Pine Hollow School District", "S-009", Agency.Kind.SCHOOL_DISTRICT, now=began)
    fire = agency("Millbrook Fire District", "F-003", Agency.Kind.FIRE_DISTRICT, now=began, agreement=False)
    salt = vendor("Salt & Sons", "V-101", now=began)
    rival = vendor("Rival Salt Co.", "V-102", now=began)

    def person(organisation: Organisation, name: str, *roles: Role) -> Seat:
        return seat(organisation, name, *roles, now=began)

    return Cast(
        now=now,
        county=county,
        town=town,
        school_district=school,
        fire_district=fire,
        salt_and_sons=salt,
        rival_salt=rival,
        buyer=person(county.organisation, "Priya Raman", Role.BUYER),
        second_buyer=person(county.organisation, "Owen Bright", Role.BUYER),
        purchasing_agent=person(county.organisation, "Marta Quill", Role.PURCHASING_AGENT),
        requester=person(town.organisation, "Dana Okafor", Role.REQUESTER),
        approver=person(town.organisation, "Ruth Castellano", Role.APPROVER, Role.AGENCY_ADMINISTRATOR),
        receiver=person(town.organisation, "Lou Marsh", Role.RECEIVER),
        school=person(school.organisation, "Ines Vogel", Role.REQUESTER, Role.RECEIVER),
        school_approver=person(school.organisation, "Hank Ode", Role.APPROVER),
        fire=person(
            fire.organisation, "Chief Bo Lind", Role.REQUESTER, Role.RECEIVER, Role.AGENCY_ADMINISTRATOR
        ),
        vendor=person(salt.organisation, "Jonah Adeyemi", Role.VENDOR_REPRESENTATIVE),
        rival=person(rival.organisation, "Rita Sels", Role.VENDOR_REPRESENTATIVE),
    )


@pytest.fixture
def now() -> datetime:
    """A Monday morning in the county."""
    return datetime(2026, 11, 23, 9, 0, tzinfo=COUNTY_TIME)


@pytest.fixture
def cast(db: None, now: datetime) -> Cast:
    """The named cast, in the database."""
    return summon(now)


@pytest.fixture
def client_for() -> Callable[[Seat | None], Client]:
    """Give a test client that is signed in on a seat, or nobody's for None."""

    def sign_in(who: Seat | None) -> Client:
        client = Client()
        if who is not None:
            client.force_login(who.user)
        return client

    return sign_in
