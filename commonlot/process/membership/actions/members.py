"""Founding the lead agency, enrolling agencies, and changing what the county writes of them."""

from datetime import datetime
from typing import Any

from django.db import transaction

from commonlot.kernel.actor import Role
from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, rules
from commonlot.process.membership.actions.changes import take_over
from commonlot.process.membership.actions.numbering import Numbers, lock, make_organisation
from commonlot.process.membership.models import Agency
from commonlot.records.access.actions import admit_person
from commonlot.records.access.models import AnySeat, Organisation, Seat
from commonlot.records.audit.actions import record

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
    agency = _make_agency(
        name=name,
        kind=Agency.Kind.COUNTY,
        county=county,
        lead=True,
        state=state,
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
    numbers: Numbers | None = None,
) -> Agency:
    """Enrol an agency and give it its number; a second agency of the same name and kind is refused.

    numbers: what was read of the numbers given already, where many are enrolled in one transaction.
    """
    access.enrol_agency.require(actor, now=now)
    if kind not in Agency.Kind.values:
        raise Refused("Choose what kind of agency this is.", field="kind")
    lock("agencies")
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
        numbers=numbers,
    )
    record(at=now, actor=actor, verb="membership.agency_enrolled", subject=agency, number=agency.number)
    return agency


@transaction.atomic
def change_agency(*, agency_id: int, actor: AnySeat, now: datetime, **facts: Any) -> Agency:
    """Change what the county writes of an agency; its number and its kind stay."""
    access.enrol_agency.require(actor, now=now)
    agency = Agency.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=agency_id)
    if changed := take_over(agency, facts, KEPT):
        record(at=now, actor=actor, verb="membership.agency_changed", subject=agency, **changed)
    return agency


def _make_agency(
    *, name: str, kind: str, county: str, state: str, note: str, contact_email: str, lead: bool, now: datetime,
    numbers: Numbers | None = None,
) -> Agency:  # fmt: skip
    organisation_kind = Organisation.Kind.LEAD_AGENCY if lead else Organisation.Kind.AGENCY
    return Agency.objects.create(
        organisation=make_organisation(name, organisation_kind, now=now),
        number=(numbers or Numbers(Agency.objects.all())).next(rules.AGENCY_PREFIXES[kind]),
        kind=kind,
        county=county,
        state=state,
        note=note,
        contact_email=contact_email,
    )
