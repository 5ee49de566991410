"""Warning vendors and buyers of papers that lapse: each paper once at each step, and a digest, never a flood."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from commonlot.kernel.actor import Role
from commonlot.process.membership import rules
from commonlot.process.membership.actions.numbering import lock
from commonlot.process.membership.models import Certificate, CertificateAlert, Vendor
from commonlot.process.membership.states import VendorStatus
from commonlot.records.access.models import Organisation, Seat
from commonlot.records.notices.actions import post

Due = Mapping[Vendor, Sequence[Certificate]]


@transaction.atomic
def warn_of_lapsing_papers(*, now: datetime) -> int:
    """Warn each vendor and the buyers of what lapses in 60, 30, 7 days or today; return how many papers.

    After days without a worker only the nearest step of each paper is sent: the earlier ones are over.
    """
    lock("alerts")
    today = timezone.localdate(now)
    due: dict[Vendor, list[Certificate]] = defaultdict(list)
    for certificate in _near_their_end(today):
        step = rules.step_of((certificate.ends_on - today).days)
        warned = {each.step for each in certificate.alerts.all()}
        if step is None or any(each <= step for each in warned):
            continue
        CertificateAlert.objects.create(certificate=certificate, step=step, sent_at=now)
        due[certificate.vendor].append(certificate)
    for vendor, certificates in due.items():
        _warn_vendor(vendor, certificates, today=today, now=now)
    if due:
        _warn_buyers(due, today=today, now=now)
    return sum(len(each) for each in due.values())


def _near_their_end(today: date) -> QuerySet[Certificate]:
    """Papers that lapse soon or did lately, of which no later one of their kind takes over."""
    later = Certificate.objects.standing().filter(
        vendor=OuterRef("vendor"),
        kind=OuterRef("kind"),
        ends_on__gt=OuterRef("ends_on"),
        starts_on__lte=OuterRef("ends_on"),
    )
    return (
        Certificate.objects.standing()
        .filter(
            ends_on__lte=today + timedelta(days=max(rules.STEPS)),
            ends_on__gte=today - timedelta(days=rules.WARNED_AFTER),
        )
        .exclude(Exists(later))
        .exclude(vendor__status=VendorStatus.FOLDED)
        .select_related("vendor__organisation")
        .prefetch_related("alerts")
        .order_by("vendor__organisation__name", "ends_on", "kind")
    )


TO_VENDOR = """Hello,

these papers of {vendor} ({number}) need you:

{papers}

While a required paper is not in force, agencies can add no new order lines from your contracts. Orders that
you have already stay as they are. Sign in and open your company's page to add the renewed paper.
"""
TO_BUYERS = """These papers of vendors lapse soon or have lapsed. Each vendor was told, too.

{papers}

While a required paper is not in force, nobody can add new order lines for that vendor.
"""


def _warn_vendor(vendor: Vendor, certificates: Iterable[Certificate], *, today: date, now: datetime) -> None:
    seats = vendor.organisation.seats.current(now=now)
    addresses = {vendor.email, *seats.values_list("user__email", flat=True)} - {""}
    if addresses:
        post(
            to=sorted(addresses),
            subject=f"Papers of {vendor} that lapse"[:200],
            text=TO_VENDOR.format(
                vendor=vendor,
                number=vendor.number,
                papers="\n".join(f"- {_line(each, today)}" for each in certificates),
            ),
            cause="membership.papers_lapse",
            about=vendor,
            now=now,
        )


def _warn_buyers(due: Due, *, today: date, now: datetime) -> None:
    buyers = Seat.objects.current(now=now).filter(
        organisation__kind=Organisation.Kind.LEAD_AGENCY, roles__contains=[Role.BUYER.value]
    )
    addresses = sorted(set(buyers.values_list("user__email", flat=True)))
    if not addresses:
        return
    lines = [
        f"- {vendor}, {vendor.number}: {_line(each, today)}{'' if vendor.email else ' (no e-mail on file: call them)'}"
        for vendor, certificates in due.items()
        for each in certificates
    ]
    post(
        to=addresses,
        subject=f"Papers of vendors that lapse: {len(lines)}",
        text=TO_BUYERS.format(papers="\n".join(lines)),
        cause="membership.papers_lapse",
        now=now,
    )


def _line(certificate: Certificate, today: date) -> str:
    day = f"{certificate.ends_on:%B} {certificate.ends_on.day}, {certificate.ends_on.year}"
    left = (certificate.ends_on - today).days
    if left > 0:
        return f"{certificate.get_kind_display()} lapses on {day}, in {left} day{'s' if left > 1 else ''}"
    return f"{certificate.get_kind_display()} {'lapses today' if left == 0 else 'lapsed'}, {day}"
