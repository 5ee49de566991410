"""Who gets what from each address about vendors: a rival learns nothing of another vendor."""

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from commonlot.process.membership import actions
from commonlot.process.membership.access import demands
from commonlot.process.membership.models import LikelyTwin, VendorContact
from commonlot.process.membership.states import VendorStatus
from tests.cast import Cast
from tests.factories.membership import make_certificate
from tests.house.matrix import HIDDEN, REFUSED, THROUGH, Arguments, Gets, Row, open_to_all
from tests.process.membership.vendors.facts import COMPANY, PDF


def _row(url: str, method: str, who: tuple[Gets, ...], **more: Any) -> Row:
    """Return a row; `who` stands for buyer, member, other member, vendor, rival, public."""
    names = ("buyer", "member", "other_member", "vendor", "rival", "public")
    gets: dict[str, Any] = dict(zip(names, who, strict=True))
    return Row(url=url, method=method, **gets, **more)


def _vendor(cast: Cast) -> Arguments:
    return {"pk": cast.salt_and_sons.pk}


def _new_vendor(cast: Cast) -> Arguments:
    cast.salt_and_sons.status = VendorStatus.NEW
    cast.salt_and_sons.save(update_fields=["status"])
    return _vendor(cast)


def _certificate(cast: Cast) -> Arguments:
    paper = make_certificate(cast.salt_and_sons, starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1))
    return {"pk": cast.salt_and_sons.pk, "certificate": paper.pk}


def _why_refused(_: Cast, arguments: Arguments) -> Arguments:
    return {f"{arguments['certificate']}-because": "It names another company."}


def _contact(cast: Cast) -> Arguments:
    contact = VendorContact.objects.create(vendor=cast.salt_and_sons, name="Ana", email="ana@example.com")
    return {"pk": cast.salt_and_sons.pk, "contact": contact.pk}


def _twin(cast: Cast) -> Arguments:
    twin = LikelyTwin.objects.create(
        newer=cast.rival_salt, older=cast.salt_and_sons, because=["same phone"], found_at=cast.now
    )
    return {"pk": twin.pk}


def _token(cast: Cast) -> Arguments:
    asked = actions.ask_to_register(facts=COMPANY, network="here", now=cast.now)
    assert asked is not None
    return {"token": actions.token_of(asked)}


def _certify(cast: Cast) -> Arguments:
    return {**_vendor(cast), "kind": "non_collusion"}


def _certification(cast: Cast, _: Arguments) -> Arguments:
    return {
        "kind": "woman_owned",
        "certified_by": "The State",
        "number": "W-1",
        "ends_on": timezone.localdate(cast.now) + timedelta(days=100),
        "file": SimpleUploadedFile("proof.pdf", PDF, content_type="application/pdf"),
    }


def _demands(cast: Cast, _: Arguments) -> Arguments:
    return {
        f"{each.kind}-{when}": getattr(each, f"when_{when}")
        for each in demands()
        for when in ("lapsed", "missing")
    }


CONTACT = {"name": "Ana Brill", "email": "ana@example.com"}
COUNTY_ONLY = (THROUGH, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED)
KNOWN_TO_COUNTY = (THROUGH, HIDDEN, HIDDEN, HIDDEN, HIDDEN, REFUSED)
COUNTY_AND_VENDOR = (THROUGH, HIDDEN, HIDDEN, THROUGH, HIDDEN, REFUSED)
VENDOR_ONLY = (REFUSED, HIDDEN, HIDDEN, THROUGH, HIDDEN, REFUSED)
AGENT = {"buyer": "purchasing_agent"}

ROWS = [
    open_to_all("membership:sell"),
    open_to_all("membership:join_as_vendor"),
    open_to_all("membership:join_as_vendor", method="POST", data=COMPANY),
    open_to_all("membership:join_as_vendor_sent"),
    open_to_all("membership:prove_registration", given=_token),
    open_to_all("membership:prove_registration", method="POST", given=_token),
    _row("membership:vendors_csv", "GET", COUNTY_ONLY),
    _row("membership:paper_demands", "GET", COUNTY_ONLY),
    _row("membership:paper_demands", "POST", COUNTY_ONLY, data=_demands, seats=AGENT),
    _row("membership:paper_demands", "POST", (REFUSED,) * 6, data=_demands),  # a buyer reads it only
    _row("membership:twin", "GET", KNOWN_TO_COUNTY, given=_twin),
    _row("membership:fold_vendor", "POST", KNOWN_TO_COUNTY, given=_twin),
    _row("membership:tell_apart", "POST", KNOWN_TO_COUNTY, given=_twin),
    _row(
        "membership:check_vendor",
        "POST",
        (THROUGH, HIDDEN, HIDDEN, REFUSED, HIDDEN, REFUSED),
        given=_new_vendor,
    ),
    _row(
        "membership:check_certificate",
        "POST",
        (THROUGH, HIDDEN, HIDDEN, REFUSED, HIDDEN, REFUSED),
        given=_certificate,
    ),
    _row(
        "membership:refuse_certificate",
        "POST",
        (THROUGH, HIDDEN, HIDDEN, REFUSED, HIDDEN, REFUSED),
        given=_certificate,
        data=_why_refused,
    ),
    _row("membership:vendor_facts", "GET", COUNTY_AND_VENDOR, given=_vendor),
    _row("membership:vendor_facts", "POST", COUNTY_AND_VENDOR, given=_vendor, data={"zones": ["NORTH"]}),
    _row("membership:add_contact", "GET", COUNTY_AND_VENDOR, given=_vendor),
    _row("membership:add_contact", "POST", COUNTY_AND_VENDOR, given=_vendor, data=CONTACT),
    _row("membership:change_contact", "GET", COUNTY_AND_VENDOR, given=_contact),
    _row("membership:change_contact", "POST", COUNTY_AND_VENDOR, given=_contact, data=CONTACT),
    _row("membership:drop_contact", "POST", COUNTY_AND_VENDOR, given=_contact),
    _row("membership:add_certification", "GET", COUNTY_AND_VENDOR, given=_vendor),
    _row("membership:add_certification", "POST", COUNTY_AND_VENDOR, given=_vendor, data=_certification),
    _row("membership:certify", "GET", VENDOR_ONLY, given=_certify),
    _row(
        "membership:certify",
        "POST",
        VENDOR_ONLY,
        given=_certify,
        data={"name": "Jonah Adeyemi", "title": "Owner", "agrees": "on"},
    ),
]
