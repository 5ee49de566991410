"""Reading the papers of vendors: which count, which lapsed, and what is missing before an award."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from commonlot.process.membership import access, rules
from commonlot.process.membership.models import Certificate, Vendor
from commonlot.process.membership.states import CertificateStatus, VendorStatus

ENDS_SOON = timedelta(days=60)


def lapsed_certificates(vendor: Vendor, on: date) -> list[Certificate]:
    """Return, for each kind of which none counts on that day, the certificate that lapsed last."""
    latest: dict[str, Certificate] = {}
    counting: set[str] = set()
    for certificate in vendor.certificates.all():
        if certificate.is_refused:
            continue
        if certificate.starts_on <= on < certificate.ends_on:
            counting.add(certificate.kind)
        elif certificate.ends_on <= on:
            known = latest.get(certificate.kind)
            if known is None or certificate.ends_on > known.ends_on:
                latest[certificate.kind] = certificate
    return sorted(
        (each for kind, each in latest.items() if kind not in counting),
        key=lambda each: (each.ends_on, each.kind),
    )


@dataclass(frozen=True)
class PaperView:
    """A certificate as its page shows it."""

    it: Certificate
    counts: bool
    ends_soon: bool
    is_lapsed: bool
    is_past: bool

    @property
    def is_unchecked(self) -> bool:
        """Say whether the vendor stated it and nobody at the county looked at it yet."""
        return self.it.status == CertificateStatus.STATED and not hasattr(self.it, "attestation")


def unchecked_certificates(*, on: date) -> QuerySet[Certificate]:
    """Return what vendors state and nobody at the county looked at, what counts first at the head."""
    unchecked = Certificate.objects.unchecked(on=on).exclude(vendor__status=VendorStatus.FOLDED)
    return unchecked.select_related("vendor__organisation").order_by("starts_on", "pk")


def certificates_of(vendor: Vendor, *, on: date) -> list[PaperView]:
    """Return a vendor's certificates by kind, newest first; each knows whether it counts on that day."""
    certificates = list(vendor.certificates.select_related("document", "attestation", "looked_at_by__user"))
    standing = [each for each in certificates if not each.is_refused]
    lapsed = {each.pk for each in lapsed_certificates(vendor, on)}
    longest = {each.kind: max(o.ends_on for o in standing if o.kind == each.kind) for each in standing}
    return [
        PaperView(
            each,
            counts=each.starts_on <= on < each.ends_on and not each.is_refused,
            ends_soon=each in standing
            and on < each.ends_on <= on + ENDS_SOON
            and longest[each.kind] == each.ends_on,
            is_lapsed=each.pk in lapsed,
            is_past=each.ends_on <= on and each.pk not in lapsed,
        )
        for each in certificates
    ]


@dataclass(frozen=True)
class Missing:
    """One thing that a vendor must still do, why, and on which page: facts, contacts, or the kind of a paper."""

    what: str
    why: str
    where: str
    kind: str = ""
    blocks: bool = False


def missing_of(vendor: Vendor, *, on: date) -> list[Missing]:
    """Return what a vendor lacks before it can be awarded and ordered from, what blocks orders first."""
    papers = list(_papers(vendor, on))
    return [
        *(each for each in papers if each.blocks),
        *_facts(vendor),
        *(each for each in papers if not each.blocks),
    ]


def _facts(vendor: Vendor) -> Iterator[Missing]:
    if not vendor.email:
        yield Missing("Say who takes orders", "Purchase orders go to this person by e-mail.", "contact")
    if not any(each.for_bids for each in vendor.contacts.all()):
        yield Missing(
            "Say who takes bid papers", "Questions and award letters reach the right desk.", "contact"
        )
    if not vendor.commodity_codes:
        yield Missing("Choose what you sell", "Buyers find you by it when a bid comes up.", "facts")
    if not vendor.zones:
        yield Missing("Choose where you deliver", "Agencies ask for vendors that come to them.", "facts")


def _papers(vendor: Vendor, on: date) -> Iterator[Missing]:
    for each in access.standings_of(vendor, on=on):
        if each.answer == "no":
            continue
        blocks, is_signed = each.answer == "block", each.demand.kind in rules.STATEMENTS
        since = f"The last one lapsed on {_day(each.ends_on)}. " if each.ends_on else ""
        until = " Until then agencies can add no order lines." if blocks else ""
        yield Missing(
            _what_to_do(each, is_signed),
            f"{since}It {each.demand.why}.{until}",
            "certify" if is_signed else "certificate",
            each.demand.kind,
            blocks,
        )


def _what_to_do(standing: rules.Standing, is_signed: bool) -> str:
    renewed = standing.stands is rules.Stands.LAPSED
    if is_signed:
        return f"{'Renew' if renewed else 'Sign'} the {standing.demand.name}"
    return f"Add the {'renewed ' if renewed else ''}{standing.demand.name}"


def _day(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"
