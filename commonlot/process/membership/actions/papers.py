"""Keeping the papers that vendors hold, certifying once a year, and saying which papers are asked for."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from commonlot.kernel.actor import Role
from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, papers, queries, rules
from commonlot.process.membership.actions.vendors import lock_vendor
from commonlot.process.membership.models import (
    Attestation,
    Certificate,
    Certification,
    PaperDemand,
)
from commonlot.process.membership.states import CertificateStatus
from commonlot.records.access.models import AnySeat, Seat
from commonlot.records.audit.actions import record
from commonlot.records.documents.actions import keep
from commonlot.records.documents.models import Document

Copy = tuple[str, bytes, str]  # name, content, and the type that the browser claims


class Insurance(TypedDict, total=False):
    """What a certificate of insurance says; what is left out is not known."""

    insurer: str
    policy_number: str
    amount_each: Decimal | None
    amount_in_all: Decimal | None
    additional_insured: bool | None


@transaction.atomic
def add_certificate(
    *,
    vendor_id: int,
    kind: str,
    starts_on: date,
    ends_on: date,
    actor: AnySeat,
    now: datetime,
    copy: Copy | None = None,
    **insurance: Unpack[Insurance],
) -> Certificate:
    """Add a certificate a vendor holds, with its copy; on its last day it no longer counts."""
    vendor = lock_vendor(vendor_id)
    access.keep_certificates.require(actor, vendor, now=now)
    _require_certificate(kind, starts_on, ends_on, insurance, actor)
    certificate = Certificate.objects.create(
        vendor=vendor,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        document=_keep_copy(copy, actor=actor, now=now) if copy else None,
        **_looked_at(actor, now=now),
        **insurance,
    )
    record(
        at=now,
        actor=actor,
        verb="membership.certificate_added",
        subject=certificate,
        within=vendor,
        insurer=certificate.insurer,
        policy_number=certificate.policy_number,
        ends_on=ends_on.isoformat(),
    )
    return certificate


def _looked_at(actor: AnySeat, *, now: datetime) -> dict[str, Any]:
    """Say that what a buyer types was looked at; what a vendor says waits for that."""
    if isinstance(actor, Seat) and actor.is_county and actor.has(Role.BUYER, Role.PURCHASING_AGENT):
        return {"status": CertificateStatus.CHECKED, "looked_at": now, "looked_at_by": actor}
    return {}


def _require_certificate(
    kind: str, starts_on: date, ends_on: date, insurance: Insurance, actor: AnySeat
) -> None:
    """Refuse a certificate that cannot be one."""
    if kind not in Certificate.Kind.values:
        raise Refused("Choose the kind of certificate.", field="kind")
    if kind in rules.STATEMENTS and actor.is_vendor:
        raise Refused("Sign this certification on its own page; no file is needed.", field="kind")
    if ends_on <= starts_on:
        raise Refused("A certificate must end after it starts.", field="ends_on")
    each, in_all = insurance.get("amount_each"), insurance.get("amount_in_all")
    if each is not None and in_all is not None and in_all < each:
        raise Refused("The amount in all cannot be less than the amount of one claim.", field="amount_in_all")


@transaction.atomic
def add_certification(
    *,
    vendor_id: int,
    kind: str,
    certified_by: str,
    number: str,
    ends_on: date,
    copy: Copy,
    actor: AnySeat,
    now: datetime,
) -> Certification:
    """Add a standing that a public body gave a vendor, with its proof."""
    vendor = lock_vendor(vendor_id)
    access.keep_certificates.require(actor, vendor, now=now)
    if kind not in Certification.Kind.values:
        raise Refused("Choose the kind of certification.", field="kind")
    if ends_on <= timezone.localdate(now):
        raise Refused("This certification has ended. Add the renewed one.", field="ends_on")
    if vendor.certifications.filter(kind=kind, number=number, ends_on=ends_on).exists():
        raise Refused("This certification is on file already.", field="number")
    certification = Certification.objects.create(
        vendor=vendor,
        kind=kind,
        certified_by=certified_by,
        number=number,
        ends_on=ends_on,
        document=_keep_copy(copy, actor=actor, now=now),
        added_at=now,
    )
    record(
        at=now,
        actor=actor,
        verb="membership.certification_added",
        subject=certification,
        within=vendor,
        certified_by=certified_by,
        number=number,
        ends_on=ends_on.isoformat(),
    )
    return certification


@transaction.atomic
def certify(
    *, vendor_id: int, kind: str, name: str, title: str, agrees: bool, actor: Seat, now: datetime
) -> Certificate:
    """Certify for the own company, for twelve months; the paper is kept with its fingerprint."""
    vendor = lock_vendor(vendor_id)
    access.certify.require(actor, vendor, now=now)
    access.keep_certificates.require(actor, vendor, now=now)
    _require_word(kind, name, title, agrees=agrees)
    statement, today = rules.STATEMENTS[kind], timezone.localdate(now)
    signed = papers.Signed(
        vendor=vendor,
        statement=statement,
        citation=citation_of(statement, on=today),
        name=name.strip(),
        title=title.strip(),
        starts_on=today,
        ends_on=rules.year_after(today),
    )
    paper = _keep_signed(signed, actor=actor, now=now)
    certificate = Certificate.objects.create(
        vendor=vendor, kind=kind, starts_on=signed.starts_on, ends_on=signed.ends_on, document=paper
    )
    _attest(certificate, signed, actor=actor, now=now)
    record(
        at=now,
        actor=actor,
        verb="membership.certified",
        subject=certificate,
        within=vendor,
        name=signed.name,
        title=signed.title,
        ends_on=signed.ends_on.isoformat(),
        sha256=paper.sha256,
    )
    return certificate


def _require_word(kind: str, name: str, title: str, *, agrees: bool) -> None:
    """Refuse what is no person's word for a certification that there is."""
    if kind not in rules.STATEMENTS:
        raise Refused("There is no such certification.")
    for field, value, what in (("name", name, "your name"), ("title", title, "your title")):
        if not value.strip():
            raise Refused(f"Type {what}: the certification is a person's word.", field=field)
    if not agrees:
        raise Refused("Tick that this is true, or ask who in your company may say so.", field="agrees")


def _keep_signed(signed: papers.Signed, *, actor: Seat, now: datetime) -> Document:
    return keep(
        name=f"{signed.statement.title}, {signed.vendor.number}, {signed.starts_on.isoformat()}.pdf",
        content=papers.attestation(signed, now=now),
        content_type="application/pdf",
        actor=actor,
        now=now,
    )


def _attest(certificate: Certificate, signed: papers.Signed, *, actor: Seat, now: datetime) -> None:
    Attestation.objects.create(
        certificate=certificate,
        statement="\n".join(signed.statement.points),
        citation=signed.citation,
        name=signed.name,
        title=signed.title,
        signed_by=actor,
        signed_at=now,
    )


def citation_of(statement: rules.Statement, *, on: date) -> str:
    """Return the citation of the rule behind a statement, as the law of the lead agency's state is kept on a day."""
    versions = [each for each in queries.home_law().rules if each.code == statement.law]
    holding = next((each for each in versions if each.holds_on(on)), None)
    return holding.citation if holding else "no rule of this state is kept here; ask counsel"


def _keep_copy(copy: Copy, *, actor: AnySeat, now: datetime) -> Document:
    """Keep a file that is what it must be; its type is told by its bytes, not by what the browser claims."""
    name, content, _ = copy
    reason = rules.why_not_paper(content)
    if reason is not None:
        raise Refused(reason, field="file")
    return keep(
        name=name, content=content, content_type=rules.type_of_file(content) or "", actor=actor, now=now
    )


@transaction.atomic
def change_demands(*, answers: Mapping[str, tuple[str, str]], actor: AnySeat, now: datetime) -> None:
    """Change what the county's contracts ask of papers: for each kind, when it lapsed and when it never came."""
    access.change_demands.require(actor, now=now)
    for demand in access.demands():
        lapsed, missing = answers.get(demand.kind, (demand.when_lapsed, demand.when_missing))
        if not {lapsed, missing} <= set(PaperDemand.Answer.values):
            raise Refused("Choose one of the answers.", field=demand.kind)
        if (lapsed, missing) == (demand.when_lapsed, demand.when_missing):
            continue
        changed, _ = PaperDemand.objects.update_or_create(
            kind=demand.kind, defaults={"when_lapsed": lapsed, "when_missing": missing, "changed_at": now}
        )
        record(
            at=now,
            actor=actor,
            verb="membership.demand_changed",
            subject=changed,
            before={"lapsed": demand.when_lapsed, "missing": demand.when_missing},
            after={"lapsed": lapsed, "missing": missing},
        )
