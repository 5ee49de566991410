"""Founding the lead agency, enrolling agencies, and changing what the county writes of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from commonlot.kernel.actor import Role
from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, rules
from commonlot.process.membership.actions.changes import take_over
from commonlot.process.membership.actions.numbering import Numbers, lock, make_organisations, named
from commonlot.process.membership.models import Agency
from commonlot.records.access.actions import admit_person
from commonlot.records.access.models import AnySeat, Organisation, Seat
from commonlot.records.audit.actions import Act, record, record_many
from commonlot.records.streams import write_rows

KEPT = ("county", "state", "contact_email", "note")


@transaction.atomic
def found_lead_agency(
    *,
    name: str,
    county: str,
    administrator_name: str,
    administrator_email: str,
    password: str | None,
    now: datetime,
    state: str = "NY",
) -> Agency:
    """Found the lead agency and the seat of its first person; only where no organisation exists yet."""
    lock("founding")
    if Organisation.objects.exists():
        raise Refused("This installation has its lead agency already.")
    (agency,) = _make_agencies(
        [NewAgency(name, Agency.Kind.COUNTY, county=county, state=state)], lead=True, now=now
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


@dataclass(frozen=True, slots=True)
class NewAgency:
    """What is said of an agency when it is enrolled."""

    name: str
    kind: str
    county: str = ""
    state: str = "NY"
    note: str = ""
    contact_email: str = ""

    @property
    def place(self) -> tuple[str, str, str, str]:
        """What tells it apart from every other agency."""
        return self.name.strip().upper(), self.kind, self.county, self.state


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
    new = NewAgency(name, kind, county, state, note, contact_email)
    return enrol_agencies(agencies=[new], actor=actor, now=now)[0]


@transaction.atomic
def enrol_agencies(*, agencies: Sequence[NewAgency], actor: AnySeat, now: datetime) -> list[Agency]:
    """Enrol agencies as one by one, all or none: looked for, written and put on the trail together."""
    access.enrol_agency.require(actor, now=now)
    if any(each.kind not in Agency.Kind.values for each in agencies):
        raise Refused("Choose what kind of agency this is.", field="kind")
    lock("agencies")
    _refuse_twins(agencies)
    made = _make_agencies(agencies, now=now)
    acts = [Act("membership.agency_enrolled", each, {"number": each.number}) for each in made]
    record_many(acts, at=now, actor=actor)
    return made


def _refuse_twins(agencies: Sequence[NewAgency]) -> None:
    there = named(Agency.objects.all(), (each.name for each in agencies))
    known = {
        (each.organisation.name.upper(), each.kind, each.county, each.state): each.number for each in there
    }
    for new in agencies:
        if new.place in known:
            raise Refused(f"{new.name.strip()} is enrolled already, as {known[new.place]}.", field="name")
        known[new.place] = "another row of the same file"


@transaction.atomic
def change_agency(*, agency_id: int, actor: AnySeat, now: datetime, **facts: Any) -> Agency:
    """Change what the county writes of an agency; its number and its kind stay."""
    access.enrol_agency.require(actor, now=now)
    agency = Agency.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=agency_id)
    if changed := take_over(agency, facts, KEPT):
        record(at=now, actor=actor, verb="membership.agency_changed", subject=agency, **changed)
    return agency


def _make_agencies(agencies: Sequence[NewAgency], *, now: datetime, lead: bool = False) -> list[Agency]:
    kind = Organisation.Kind.LEAD_AGENCY if lead else Organisation.Kind.AGENCY
    organisations = make_organisations([each.name for each in agencies], kind, now=now)
    numbers = Numbers(Agency.objects.all())
    made = [
        Agency(
            organisation=organisation, number=numbers.next(rules.AGENCY_PREFIXES[new.kind]), kind=new.kind,
            county=new.county, state=new.state, note=new.note, contact_email=new.contact_email,
        )
        for new, organisation in zip(agencies, organisations, strict=True)
    ]  # fmt: skip
    write_rows(made)
    return made
