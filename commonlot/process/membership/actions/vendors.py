"""Registering vendors, keeping their facts and contacts, and checking who registered itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, rules
from commonlot.process.membership.actions.changes import take_over
from commonlot.process.membership.actions.numbering import Numbers, lock, make_organisations, named
from commonlot.process.membership.actions.twins import look_for_twins, look_for_twins_of_new
from commonlot.process.membership.models import Vendor, VendorContact
from commonlot.process.membership.queries.companies import Companies
from commonlot.process.membership.states import VENDOR_MOVES, VendorStatus
from commonlot.records.access.models import AnySeat, Organisation
from commonlot.records.audit.actions import Act, record, record_many
from commonlot.records.streams import write_rows

KEPT = ("trade_name", "email", "phone", "address", "commodities", "commodity_codes", "zones")


@dataclass(frozen=True, slots=True)
class NewVendor:
    """What is said of a vendor when it is registered."""

    name: str
    email: str = ""
    phone: str = ""
    address: str = ""
    commodities: str = ""
    trade_name: str = ""
    commodity_codes: Iterable[str] = ()
    zones: Iterable[str] = ()


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
    trade_name: str = "",
    commodity_codes: Iterable[str] = (),
    zones: Iterable[str] = (),
) -> Vendor:
    """Register a vendor, free of charge, and give it its number; the same name twice is refused."""
    new = NewVendor(name, email, phone, address, commodities, trade_name, commodity_codes, zones)
    return register_vendors(vendors=[new], actor=actor, now=now)[0]


@transaction.atomic
def register_vendors(
    *, vendors: Sequence[NewVendor], actor: AnySeat, now: datetime, companies: Companies | None = None
) -> list[Vendor]:
    """Register vendors as one by one, all or none: looked for, written and put on the trail together.

    companies: what was read of those registered already, where there is more than one such act in a transaction.
    """
    access.register_vendor.require(actor, now=now)
    lock("vendors")
    _refuse_same_names(vendors)
    known = companies or Companies()
    made = _enter_vendors([_facts_of(each) for each in vendors], now=now)
    acts = [Act("membership.vendor_registered", each, {"number": each.number}) for each in made]
    record_many(acts, at=now, actor=actor)
    look_for_twins_of_new(made, now=now, companies=known)
    return made


def _refuse_same_names(vendors: Sequence[NewVendor]) -> None:
    there = named(Vendor.objects.standing(), (each.name for each in vendors))
    known = {each.organisation.name.upper(): each.number for each in there}
    for new in vendors:
        name = new.name.strip()
        if name.upper() in known:
            raise Refused(f"{name} is registered already, as {known[name.upper()]}.", field="name")
        known[name.upper()] = "another row of the same file"


def _facts_of(new: NewVendor) -> dict[str, Any]:
    codes, zones = known_commodities(new.commodity_codes), known_zones(new.zones)
    return asdict(new) | {"commodity_codes": codes, "zones": zones}


def enter_vendor(name: str, *, now: datetime, **facts: Any) -> Vendor:
    """Make a vendor with its organisation and the next number; the caller holds the lock and records it."""
    return _enter_vendors([{"name": name, **facts}], now=now)[0]


def _enter_vendors(vendors: Sequence[Mapping[str, Any]], *, now: datetime) -> list[Vendor]:
    organisations = make_organisations([each["name"] for each in vendors], Organisation.Kind.VENDOR, now=now)
    numbers, made = Numbers(Vendor.objects.all()), list[Vendor]()
    for facts, organisation in zip(vendors, organisations, strict=True):
        own = {name: value for name, value in facts.items() if name != "name"}
        number = numbers.next(rules.VENDOR_PREFIX)
        made.append(Vendor(organisation=organisation, number=number, registered_at=now, **own))
    write_rows(made)
    return made


def known_commodities(codes: Iterable[str]) -> list[str]:
    """Return the codes in the order of the list, or refuse one that is not on it."""
    chosen = set(codes)
    if chosen - set(rules.COMMODITIES):
        raise Refused("Choose what the company sells from the list.", field="commodity_codes")
    return [code for code in rules.COMMODITIES if code in chosen]


def known_zones(codes: Iterable[str]) -> list[str]:
    """Return the zones in the order of the list, or refuse one that is not on it."""
    chosen = set(codes)
    if chosen - set(rules.ZONES):
        raise Refused("Choose where the company delivers from the list.", field="zones")
    return [code for code in rules.ZONES if code in chosen]


def lock_vendor(vendor_id: int) -> Vendor:
    """Return one vendor, locked, with its name."""
    return (
        Vendor.objects.select_for_update(of=("self",)).select_related(
            "organisation", "folded_into__organisation"
        )
    ).get(pk=vendor_id)


@transaction.atomic
def change_vendor(
    *, vendor_id: int, actor: AnySeat, now: datetime, companies: Companies | None = None, **facts: Any
) -> Vendor:
    """Change what a vendor says of itself; its legal name tells companies apart, so only the county changes it."""
    vendor = lock_vendor(vendor_id)
    access.keep_vendor.require(actor, vendor, now=now)
    if "name" in facts:
        access.register_vendor.require(actor, now=now)
    if "commodity_codes" in facts:
        facts["commodity_codes"] = known_commodities(facts["commodity_codes"])
    if "zones" in facts:
        facts["zones"] = known_zones(facts["zones"])
    if changed := take_over(vendor, facts, KEPT):
        record(at=now, actor=actor, verb="membership.vendor_changed", subject=vendor, **changed)
        look_for_twins(vendor, now=now, companies=companies)
    return vendor


@transaction.atomic
def keep_contact(
    *,
    vendor_id: int,
    name: str,
    email: str,
    actor: AnySeat,
    now: datetime,
    contact_id: int | None = None,
    role: str = "",
    phone: str = "",
    for_bids: bool = False,
    for_orders: bool = False,
) -> VendorContact:
    """Add or change a person at a vendor; who takes bids or orders now takes over from who did before."""
    vendor = lock_vendor(vendor_id)
    access.keep_vendor.require(actor, vendor, now=now)
    contact = _contact(vendor, contact_id) if contact_id is not None else VendorContact(vendor=vendor)
    others = vendor.contacts.exclude(pk=contact.pk)
    if for_bids:
        others.filter(for_bids=True).update(for_bids=False)
    if for_orders:
        others.filter(for_orders=True).update(for_orders=False)
    contact.name, contact.email, contact.role, contact.phone = name.strip(), email, role, phone
    contact.for_bids, contact.for_orders = for_bids, for_orders
    contact.save()
    record(
        at=now,
        actor=actor,
        verb="membership.contact_kept",
        subject=vendor,
        person=contact.name,
        email=email,
        takes=[what for what, does in (("bid papers", for_bids), ("orders", for_orders)) if does],
    )
    if for_orders:
        send_orders_to(vendor, contact)
    look_for_twins(vendor, now=now)
    return contact


def send_orders_to(vendor: Vendor, contact: VendorContact) -> None:
    """Let a vendor's orders go to a contact: the later stages write to the vendor's own address."""
    vendor.email, vendor.phone = contact.email, contact.phone or vendor.phone
    vendor.save(update_fields=["email", "phone"])


@transaction.atomic
def drop_contact(*, vendor_id: int, contact_id: int, actor: AnySeat, now: datetime) -> None:
    """Take a person off a vendor's contacts; the address for orders stays until another takes it."""
    vendor = lock_vendor(vendor_id)
    access.keep_vendor.require(actor, vendor, now=now)
    contact = _contact(vendor, contact_id)
    record(
        at=now,
        actor=actor,
        verb="membership.contact_dropped",
        subject=vendor,
        person=contact.name,
        email=contact.email,
    )
    contact.delete()


def _contact(vendor: Vendor, contact_id: int) -> VendorContact:
    contact = vendor.contacts.filter(pk=contact_id).first()
    if contact is None:
        raise Refused("This contact is not there any more.")
    return contact


@transaction.atomic
def check_vendor(*, vendor_id: int, actor: AnySeat, now: datetime) -> Vendor:
    """Note that the county looked at a registration and found it good."""
    vendor = lock_vendor(vendor_id)
    access.check_vendor.require(actor, vendor, now=now)
    workflow.check_move(VENDOR_MOVES, vendor.status, VendorStatus.CHECKED)
    vendor.status, vendor.checked_at, vendor.checked_by_id = VendorStatus.CHECKED, now, actor.pk
    vendor.save(update_fields=["status", "checked_at", "checked_by"])
    record(at=now, actor=actor, verb="membership.vendor_checked", subject=vendor)
    return vendor
