"""Correcting what is written down about agencies and vendors: the trail keeps what stood there before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from commonlot.kernel.errors import Refused
from commonlot.process.membership import access
from commonlot.process.membership.models import Agency, Vendor
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.actions import record

AGENCY_FACTS = ("county", "state", "contact_email", "official_newspaper", "note")
VENDOR_FACTS = ("email", "phone", "address", "commodities")


@transaction.atomic
def correct_agency(*, agency_id: int, facts: Mapping[str, Any], actor: AnySeat, now: datetime) -> Agency:
    """Write down other facts about an agency; its number and its kind stay."""
    access.enrol_agency.require(actor, now=now)
    agency = Agency.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=agency_id)
    was = _correct(agency, facts, AGENCY_FACTS)
    if was:
        _record("membership.agency_corrected", agency, was, facts, actor=actor, now=now)
    return agency


@transaction.atomic
def correct_vendor(*, vendor_id: int, facts: Mapping[str, Any], actor: AnySeat, now: datetime) -> Vendor:
    """Write down other facts about a vendor; its number stays."""
    access.register_vendor.require(actor, now=now)
    vendor = Vendor.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=vendor_id)
    was = _correct(vendor, facts, VENDOR_FACTS)
    if was:
        _record("membership.vendor_corrected", vendor, was, facts, actor=actor, now=now)
    return vendor


def _correct(member: Agency | Vendor, facts: Mapping[str, Any], known: tuple[str, ...]) -> dict[str, Any]:
    """Take the facts over, and return what stood there before."""
    if unknown := sorted(set(facts) - {"name", *known}):
        raise Refused(f"“{unknown[0]}” is not corrected here.")
    was: dict[str, Any] = {}
    organisation = member.organisation
    if "name" in facts and facts["name"].strip() != organisation.name:
        was["name"], organisation.name = organisation.name, facts["name"].strip()
        if not organisation.name:
            raise Refused("Give the name.", field="name")
        organisation.save(update_fields=["name"])
    changed = [name for name in known if name in facts and facts[name] != getattr(member, name)]
    for name in changed:
        was[name] = getattr(member, name)
        setattr(member, name, facts[name])
    if changed:
        member.save(update_fields=changed)
    return was


def _record(
    verb: str,
    member: Agency | Vendor,
    was: Mapping[str, Any],
    facts: Mapping[str, Any],
    *,
    actor: AnySeat,
    now: datetime,
) -> None:
    after = {name: facts[name] for name in was}
    record(at=now, actor=actor, verb=verb, subject=member, before=dict(was), after=after)
