"""A company registers itself on the public site: unseen by anyone until its e-mail address is proved."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse

from commonlot.kernel.actor import Role
from commonlot.kernel.errors import Refused
from commonlot.process.membership.actions.asks import count_ask
from commonlot.process.membership.actions.numbering import lock
from commonlot.process.membership.actions.twins import look_for_twins
from commonlot.process.membership.actions.vendors import enter_vendor, known_commodities, known_zones
from commonlot.process.membership.models import Ask, Vendor, VendorContact, VendorRegistration
from commonlot.process.membership.states import VendorStatus
from commonlot.records.access.actions import admit_person, password_link
from commonlot.records.access.models import PUBLIC, Seat, User
from commonlot.records.audit.actions import record
from commonlot.records.notices.actions import post

LINK_HOLDS = timedelta(days=3)
FORGOTTEN_AFTER = timedelta(days=14)
SIGNER = Signer(salt="membership.vendor-registration")

PROVE = """Hello {name},

somebody, we hope you, asked to register {company} as a vendor with the county and its towns. Registering is
free, and so is everything else here.

Open this page and press the button to say that this is your address. The link is good for three days:

{link}

Until then nobody sees what you typed. If you did not ask for this, do nothing: it is forgotten after two weeks.
"""
WELCOME = """Hello {name},

{company} is registered as {number}. You may bid and get notices from now on; the county looks at new
registrations within a few working days.

{how}

What helps before your first award stands on your company's page after you sign in.
"""
FIRST_TIME = "Set your password here; the link is good for three days and works once:\n\n{link}"
KNOWN = "Sign in as you always do. You can change between your seats at the top of every page."


@transaction.atomic
def ask_to_register(*, facts: Mapping[str, Any], network: str, now: datetime) -> VendorRegistration | None:
    """Keep what a company typed and mail the link that proves its address; None where that address was written to
    often enough today, which nobody can tell from outside.
    """
    email = str(facts["email"]).lower()
    kept = {
        **facts,
        "email": email,
        "commodity_codes": known_commodities(facts.get("commodity_codes", ())),
        "zones": known_zones(facts.get("zones", ())),
    }
    if not count_ask(Ask.Door.VENDOR, email=email, network=network, now=now).written:
        return None
    registration = VendorRegistration.objects.create(email=email, facts=kept, asked_at=now)
    record(at=now, actor=PUBLIC, verb="membership.registration_asked", subject=registration)
    post(
        to=[email],
        subject="Confirm your address to register as a vendor",
        text=PROVE.format(
            name=kept["person"],
            company=kept["name"],
            link=proof_link(registration),
        ),
        cause="membership.registration_asked",
        about=registration,
        now=now,
    )
    return registration


def proof_link(registration: VendorRegistration) -> str:
    """Return the signed address at which the owner of the mailbox proves it."""
    path = reverse("membership:prove_registration", args=[token_of(registration)])
    return settings.COMMONLOT_ADDRESS.rstrip("/") + path


def token_of(registration: VendorRegistration) -> str:
    """Return what the link carries: the registration's number, signed."""
    return SIGNER.sign(str(registration.pk))


def registration_of(*, token: str, now: datetime) -> VendorRegistration:
    """Return the registration of a signed link, or refuse a link that is not ours, too old or forgotten."""
    try:
        pk = int(SIGNER.unsign(token))
    except (BadSignature, ValueError) as wrong:
        raise Refused("This link is not whole. Copy all of it from the mail into the address bar.") from wrong
    registration = VendorRegistration.objects.filter(pk=pk).first()
    if registration is None:
        raise Refused(
            "This registration was forgotten, because it was not confirmed in time. Register again."
        )
    if registration.proved_at is None and registration.asked_at <= now - LINK_HOLDS:
        raise Refused("This link is older than three days. Register again; it takes a few minutes.")
    return registration


@transaction.atomic
def prove_registration(*, token: str, now: datetime) -> Vendor:
    """Register the company whose address is proved by the link, give its person a seat, and mail how to sign in."""
    pk = registration_of(token=token, now=now).pk
    lock("vendors")
    registration = VendorRegistration.objects.select_for_update().get(pk=pk)
    if registration.vendor is not None:
        return registration.vendor
    facts = registration.facts
    vendor = enter_vendor(facts["name"], now=now, status=VendorStatus.NEW, **_vendor_facts(facts))
    _keep_contacts(vendor, facts)
    registration.proved_at, registration.vendor = now, vendor
    registration.save(update_fields=["proved_at", "vendor"])
    person = admit_person(email=registration.email, name=facts["person"])
    seat = Seat.objects.create(
        user=person,
        organisation=vendor.organisation,
        roles=[Role.VENDOR_REPRESENTATIVE.value, Role.VENDOR_ADMINISTRATOR.value],
        created_at=now,
    )
    record(
        at=now, actor=seat, verb="membership.vendor_registered_itself", subject=vendor, number=vendor.number
    )
    look_for_twins(vendor, now=now)
    _welcome(vendor, person, now=now)
    return vendor


def _vendor_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "trade_name": facts["trade_name"],
        "email": facts["orders_email"] or facts["email"],
        "phone": facts["orders_phone"] or facts["phone"],
        "address": facts["address"],
        "commodities": facts["commodities"],
        "commodity_codes": facts["commodity_codes"],
        "zones": facts["zones"],
    }


def _keep_contacts(vendor: Vendor, facts: Mapping[str, Any]) -> None:
    """The person who registers takes bid papers, and orders too unless another was named for them."""
    other = bool(facts["orders_email"])
    VendorContact.objects.create(
        vendor=vendor,
        name=facts["person"],
        role=facts["role"],
        email=facts["email"],
        phone=facts["phone"],
        for_bids=True,
        for_orders=not other,
    )
    if other:
        VendorContact.objects.create(
            vendor=vendor,
            name=facts["orders_name"] or "Orders",
            email=facts["orders_email"],
            phone=facts["orders_phone"],
            for_orders=True,
        )


def _welcome(vendor: Vendor, person: User, *, now: datetime) -> None:
    how = KNOWN if person.has_usable_password() else FIRST_TIME.format(link=password_link(person))
    post(
        to=[person.email],
        subject=f"{vendor} is registered as {vendor.number}"[:200],
        text=WELCOME.format(name=person, company=vendor, number=vendor.number, how=how),
        cause="membership.vendor_registered_itself",
        about=vendor,
        now=now,
    )


@transaction.atomic
def forget_unproved(*, now: datetime) -> int:
    """Forget the registrations whose address was not proved within two weeks; return how many."""
    old = VendorRegistration.objects.filter(proved_at__isnull=True, asked_at__lt=now - FORGOTTEN_AFTER)
    return old.delete()[0]
