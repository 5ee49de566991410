"""Looking at what vendors state: a buyer marks a certificate as checked, or refuses it and says why."""

from datetime import datetime

from django.db import transaction

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.membership import access
from commonlot.process.membership.models import Certificate
from commonlot.process.membership.states import CERTIFICATE_MOVES, CertificateStatus
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record
from commonlot.records.notices.actions import post

LONGEST_REASON = 500
REFUSED = """Hello,

the county's purchasing office looked at a paper of {vendor} ({number}) and does not accept it:

- {kind}, until before {until}

The reason: {because}

It counts no more. While a required paper is not in force, agencies can add no new order lines from your
contracts; orders that you have already stay as they are. Sign in and open your company's page to add the right paper.
"""


@transaction.atomic
def check_certificate(*, certificate_id: int, actor: Seat, now: datetime) -> Certificate:
    """Mark as checked what a vendor states of a certificate."""
    certificate = _lock(certificate_id)
    access.check_certificate.require(actor, certificate, now=now)
    _look(certificate, CertificateStatus.CHECKED, actor=actor, now=now)
    record(
        at=now,
        actor=actor,
        verb="membership.certificate_checked",
        subject=certificate,
        within=certificate.vendor,
    )
    return certificate


@transaction.atomic
def refuse_certificate(*, certificate_id: int, because: str, actor: Seat, now: datetime) -> Certificate:
    """Refuse a certificate: it counts no more, and the vendor is told why."""
    certificate = _lock(certificate_id)
    access.refuse_certificate.require(actor, certificate, now=now)
    because = because.strip()
    if not because:
        raise Refused("Say what is wrong with it: the vendor reads this.", field="because")
    if len(because) > LONGEST_REASON:
        raise Refused(f"Say it in {LONGEST_REASON} letters or fewer.", field="because")
    _look(certificate, CertificateStatus.REFUSED, actor=actor, now=now, because=because)
    record(
        at=now,
        actor=actor,
        verb="membership.certificate_refused",
        subject=certificate,
        within=certificate.vendor,
        because=because,
    )
    _tell_vendor(certificate, now=now)
    return certificate


def _lock(certificate_id: int) -> Certificate:
    return (
        Certificate.objects.select_for_update(of=("self",))
        .select_related("vendor__organisation")
        .get(pk=certificate_id)
    )


def _look(
    certificate: Certificate, to: CertificateStatus, *, actor: Seat, now: datetime, because: str = ""
) -> None:
    workflow.check_move(CERTIFICATE_MOVES, certificate.status, to)
    certificate.status, certificate.refused_because = to, because
    certificate.looked_at, certificate.looked_at_by = now, actor
    certificate.save(update_fields=["status", "refused_because", "looked_at", "looked_at_by"])


def _tell_vendor(certificate: Certificate, *, now: datetime) -> None:
    vendor, until = certificate.vendor, certificate.ends_on
    seats = vendor.organisation.seats.current(now=now)
    addresses = {vendor.email, *seats.values_list("user__email", flat=True)} - {""}
    if not addresses:
        return
    post(
        to=sorted(addresses),
        subject=f"A paper of {vendor} was refused"[:200],
        text=REFUSED.format(
            vendor=vendor,
            number=vendor.number,
            kind=certificate.get_kind_display(),
            until=f"{until:%B} {until.day}, {until.year}",
            because=certificate.refused_because,
        ),
        cause="membership.certificate_refused",
        about=vendor,
        now=now,
    )
