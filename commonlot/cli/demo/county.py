"""The county of the demonstration: its members, people, vendors and papers, each made as a person would make it."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from django.contrib.auth.hashers import make_password

from commonlot.cli.demo.days import Days
from commonlot.cli.demo.tables import Row, rows
from commonlot.kernel.actor import Role
from commonlot.process.membership import actions
from commonlot.process.membership.models import Agency, Vendor
from commonlot.process.requirements import actions as requirements
from commonlot.records.access.models import Organisation, Seat, User

LEAD = "C-001"
PASSWORD = "commonlot-demo"  # noqa: S105 - shown to everyone who starts the demonstration
BUCHANAN = "V-004"
FOUNDED = -640
TWO_YEARS = timedelta(days=730)
JOINED = -600


class County:
    """Finds the people and bodies of the demonstration by the names they have in its files."""

    def __init__(self, days: Days) -> None:
        self.days = days
        self.agencies: dict[str, Agency] = {}
        self.vendors: dict[str, Vendor] = {}
        self.seats: dict[tuple[str, str], Seat] = {}

    def seat(self, email: str, body: str = "") -> Seat:
        """Return a person's seat: the first, or the one at a body that is named."""
        found = (seat for (at, who), seat in self.seats.items() if who == email and body in {"", at})
        return next(found)

    def speaker(self, body: str) -> Seat:
        """Return the first person who states the needs of an agency."""
        return self._first(body, Role.REQUESTER)

    def approver(self, body: str) -> Seat:
        """Return the first person who approves the orders of an agency."""
        return self._first(body, Role.APPROVER)

    def receiver(self, body: str) -> Seat:
        """Return the first person who takes in what an agency ordered."""
        return self._first(body, Role.RECEIVER)

    def vendor_seat(self, vendor: Vendor) -> Seat | None:
        """Return the first seat at a vendor, if anyone there signs in."""
        return next((seat for (at, _), seat in self.seats.items() if at == str(vendor)), None)

    def _first(self, body: str, role: Role) -> Seat:
        return next(seat for (at, _), seat in self.seats.items() if at == body and seat.has(role))

    @cached_property
    def buyer(self) -> Seat:
        """The buyer who runs most of what happens."""
        return self.seat("buyer@county.example")

    @cached_property
    def second_buyer(self) -> Seat:
        """The buyer who checks what the first one typed."""
        return self.seat("buyer2@county.example", LEAD)

    @cached_property
    def agent(self) -> Seat:
        """The purchasing agent."""
        return self.seat("agent@county.example")


def make_county(days: Days) -> County:
    """Enrol every member and vendor, seat every person, and keep their papers."""
    county = County(days)
    _found(county)
    _enrol(county)
    _register(county)
    _seat_people(county)
    _lend_to_buchanan(county)
    _agree(county)
    _certify(county)
    _name_sites(county)
    return county


def people() -> Iterator[Row]:
    """Give every person of the demonstration."""
    yield from rows("people")


def _found(county: County) -> None:
    lead = next(rows("agencies"))
    head = next(people())
    county.agencies[LEAD] = actions.found_lead_agency(
        name=lead["name"],
        county=lead["county"],
        administrator_name=head["name"],
        administrator_email=head["email"],
        password=None,
        now=county.days.at(FOUNDED, 9),
    )
    founder = Seat.objects.select_related("user", "organisation").get(user__email=head["email"])
    county.seats[LEAD, head["email"]] = founder


def _enrol(county: County) -> None:
    at = county.days.at(FOUNDED + 7)
    addresses: dict[str, str] = {}
    for person in people():
        if person["organisation"] == LEAD or "county.example" not in person["email"]:
            addresses.setdefault(person["organisation"], person["email"])
    running = dict.fromkeys(("city", "town", "village", "school_district", "fire_district", "boces"), 0)
    running["city"] = 1  # the county has the first number of its letter
    for row in list(rows("agencies"))[1:]:
        running[row["kind"]] += 1
        expected = f"{row['kind'][0].upper()}-{running[row['kind']]:03d}"
        agency = actions.enrol_agency(
            name=row["name"], kind=row["kind"], county=row["county"], state=row["state"], note=row["note"],
            contact_email=addresses.get(expected, ""), actor=county.agent, now=at,
        )  # fmt: skip
        county.agencies[agency.number] = agency


def _register(county: County) -> None:
    at = county.days.at(FOUNDED + 8)
    for row in rows("vendors"):
        county.vendors[row["name"]] = actions.register_vendor(
            name=row["name"], email=row["email"], phone=row["phone"], address=row["address"],
            commodities=row["commodities"], commodity_codes=row["codes"].split(), zones=row["zones"].split(),
            actor=county.agent, now=at,
        )  # fmt: skip


def _seat_people(county: County) -> None:
    at = county.days.at(FOUNDED + 9)
    for row in list(people())[1:]:
        seat = actions.invite_person(
            organisation_id=_body(county, row["organisation"]).pk, email=row["email"], name=row["name"],
            roles=row["roles"].split(), actor=county.agent, now=at,
        )  # fmt: skip
        county.seats[row["organisation"], row["email"]] = Seat.objects.select_related(
            "user", "organisation"
        ).get(pk=seat.pk)
    administrator = county.seat("admin@county.example")
    head = next(people())
    actions.change_roles(
        seat_id=county.agent.pk,
        roles=head["roles"].split(),
        actor=administrator,
        now=county.days.at(FOUNDED + 10),
    )
    county.agent.refresh_from_db(fields=["roles"])
    # one password for all, hashed once: a hash takes as long as a hundred other acts
    User.objects.update(password=make_password(PASSWORD))


def _lend_to_buchanan(county: County) -> None:
    """Let the second buyer act for a village whose clerk has no time: needs and orders, from a marked seat."""
    days, clerk = county.days, county.approver(BUCHANAN)
    asked = actions.ask_for_help(
        kind="needs", words="The clerk is alone in the office. Please state our needs and order for us.",
        needed_by=days.day(60), actor=clerk, now=days.at(FOUNDED + 11, 9),
    )  # fmt: skip
    actions.take_request(request_id=asked.pk, actor=county.second_buyer, now=days.at(FOUNDED + 11, 14))
    proposal = actions.propose_delegation(
        request_id=asked.pk, acts=["needs", "orders"], pools=["*"], contracts=["*"], most_per_order=Decimal(5000),
        most_in_all=Decimal(20000), begins_on=days.day(FOUNDED + 12), ends_on=days.day(FOUNDED + 12) + TWO_YEARS,
        actor=county.second_buyer, now=days.at(FOUNDED + 11, 15),
    )  # fmt: skip
    granted = actions.grant_delegation(delegation_id=proposal.pk, actor=clerk, now=days.at(FOUNDED + 12, 9))
    marked = Seat.objects.select_related("user", "organisation", "lent_by").get(delegation=granted)
    county.seats[BUCHANAN, marked.user.email] = marked


def _body(county: County, name: str) -> Organisation:
    found = county.agencies.get(name) or county.vendors[name]
    return found.organisation


def _agree(county: County) -> None:
    standings = {row["number"]: row["standing"] for row in rows("standing")}
    for i, (number, agency) in enumerate(county.agencies.items()):
        standing = standings.get(number, "active")
        if number == LEAD or standing == "none":
            continue
        agreement = actions.start_agreement(
            agency_id=agency.pk, actor=county.agent, now=county.days.at(JOINED - 8)
        )
        if standing == "draft":
            continue
        if standing == "board_pending":
            actions.lay_before_board(
                agreement_id=agreement.pk, actor=county.agent, now=county.days.at(JOINED - 7)
            )
            continue
        of = 7 if number.startswith("S") else 5
        voted = county.days.day(JOINED - 6 + i % 4)
        starts = county.days.month(JOINED, later=1)
        actions.record_board_vote(
            agreement_id=agreement.pk, resolution_number=f"{voted:%y}-{20 + (i * 37) % 160:03d}", voted_on=voted,
            starts_on=starts, ends_on=_end_of(county, starts, standing), votes_for=of - i % 2, votes_of=of,
            actor=county.agent, now=county.days.at(JOINED),
        )  # fmt: skip
        actions.record_county_vote(
            agreement_id=agreement.pk, resolution_number=f"{voted:%Y}-{100 + i}", voted_on=voted,
            votes_for=13 + i % 4, votes_of=17, actor=county.agent, now=county.days.at(JOINED),
        )  # fmt: skip
        if standing == "ended":
            actions.end_agreement(agreement_id=agreement.pk, actor=county.agent, now=county.days.at(-90))
    actions.lapse_agreements(now=county.days.at(-20, 6))


def _end_of(county: County, starts: date, standing: str) -> date:
    if standing == "ending":
        return county.days.today + timedelta(days=28)
    return county.days.day(-21) if standing == "lapsed" else starts.replace(year=starts.year + 5)


def _certify(county: County) -> None:
    for row in rows("vendors"):
        vendor = county.vendors[row["name"]]
        for kind, column in (
            ("liability_insurance", "insurance_ends"),
            ("workers_compensation", "compensation_ends"),
        ):
            ends = county.days.today + timedelta(days=int(row[column]))
            actions.add_certificate(
                vendor_id=vendor.pk, kind=kind, starts_on=ends - timedelta(days=730), ends_on=ends,
                actor=county.buyer, now=county.days.at(FOUNDED + 30),
            )  # fmt: skip


def _name_sites(county: County) -> None:
    for row in rows("sites"):
        requirements.add_site(
            agency_id=county.agencies[row["agency"]].pk, name=row["name"], address=row["address"],
            actor=county.speaker(row["agency"]), now=county.days.at(FOUNDED + 40),
        )  # fmt: skip
