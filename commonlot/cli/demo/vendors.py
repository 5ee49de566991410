"""Vendors of the demonstration: contacts, certifications, a new registration, and one that may be a twin."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from commonlot.cli.demo.county import County
from commonlot.process.membership import actions
from commonlot.process.membership.models import Vendor

NOBODY_ELSE = {"trade_name": "", "commodities": "", "orders_name": "", "orders_email": "", "orders_phone": ""}
REGISTERED: tuple[Mapping[str, Any], ...] = (
    {
        "name": "Fernhollow Fence Works", "person": "Odette Crane", "role": "Owner",
        "email": "odette@fernhollow.example", "phone": "(914) 555-0131", "address": "6 Picket Road, Fernhollow, NY",
        "commodity_codes": ["FENCING", "SIGNS"], "zones": ["NORTH", "PUTNAM"],
    },
    {
        "name": "Salt and Sons, Inc.", "person": "Perrin Vale", "role": "Dispatcher",
        "email": "perrin@saltandsons.example", "phone": "914-555-0104", "address": "Pier 3, Brinebank, NY",
        "commodity_codes": ["ROAD-SALT"], "zones": ["NORTH", "CENTRAL"],
    },
)  # fmt: skip
# company, days ago: the first certification runs out within the week, the second counts for months
CERTIFIED = (("Thistledown Paper Co.", 359), ("Salt & Sons", 96))


def tell_of_vendors(county: County) -> None:
    """Give vendors their contacts and certifications, and let two companies register themselves."""
    for name in ("Salt & Sons", "Thistledown Paper Co.", "Treadwell Tire & Tube"):
        _name_contacts(county, county.vendors[name])
    for name, days_ago in CERTIFIED:
        for kind in ("non_collusion", "iran_divestment"):
            _certify(county, county.vendors[name], kind, days_ago)
    _state_insurance(county, county.vendors["Salt & Sons"])
    for company in REGISTERED:
        _register_itself(county, company)
    actions.warn_of_lapsing_papers(now=county.days.at(-1, 5, 20))


def _name_contacts(county: County, vendor: Vendor) -> None:
    domain = vendor.email.partition("@")[2]
    seat = county.vendor_seat(vendor) or county.buyer
    for name, role, box, bids in (
        ("Orders desk", "Dispatch", "", False),
        ("Bid desk", "Sales", "bids", True),
    ):
        actions.keep_contact(
            vendor_id=vendor.pk, name=name, role=role, email=f"{box}@{domain}" if box else vendor.email,
            phone=vendor.phone, for_bids=bids, for_orders=not bids, actor=seat, now=county.days.at(-95),
        )  # fmt: skip


def _state_insurance(county: County, vendor: Vendor) -> None:
    """Upload what nobody at the county has looked at yet."""
    seat = county.vendor_seat(vendor)
    if seat is not None:
        today = county.days.today
        actions.add_certificate(
            vendor_id=vendor.pk, kind="auto_insurance", starts_on=today - timedelta(days=20),
            ends_on=today + timedelta(days=345), insurer="Harbor Mutual", policy_number="HM-20417",
            actor=seat, now=county.days.at(-2, 11),
        )  # fmt: skip


def _certify(county: County, vendor: Vendor, kind: str, days_ago: int) -> None:
    seat = county.vendor_seat(vendor)
    if seat is not None:
        actions.certify(
            vendor_id=vendor.pk, kind=kind, name=seat.user.name, title="Owner", agrees=True, actor=seat,
            now=_days_ago(county, days_ago),
        )  # fmt: skip


def _days_ago(county: County, days_ago: int) -> datetime:
    return county.days.at(-1, 10) - timedelta(days=days_ago)


def _register_itself(county: County, company: Mapping[str, Any]) -> None:
    facts = {**NOBODY_ELSE, **company}
    asked = actions.ask_to_register(facts=facts, network="", now=county.days.at(-2, 14))
    if asked is not None:
        actions.prove_registration(token=actions.token_of(asked), now=county.days.at(-2, 14, 20))
