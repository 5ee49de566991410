"""Reading vendors: who sells what, where, and with which papers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonlot.process.membership import access, rules
from commonlot.process.membership.models import (
    Certificate,
    Certification,
    LikelyTwin,
    Vendor,
    VendorContact,
)
from commonlot.process.membership.queries.papers import ENDS_SOON
from commonlot.process.membership.states import TwinStatus, VendorStatus
from commonlot.records.access.models import AnySeat

PAPER_STATES = {
    "order": "In order",
    "lapsed": "A paper lapsed",
    "soon": "A paper ends within 60 days",
    "missing": "A paper not on file",
    "unchecked": "Stated, not yet checked",
}


def vendor_of(actor: AnySeat) -> Vendor | None:
    """Return the vendor that the actor acts for, if it is one."""
    if actor.organisation_pk is None:
        return None
    return Vendor.objects.select_related("organisation").filter(organisation_id=actor.organisation_pk).first()


@dataclass(frozen=True)
class VendorFilter:
    """What a buyer asks of the list of vendors; what makes no sense is left out."""

    words: str = ""
    commodity: str = ""
    zone: str = ""
    certification: str = ""
    papers: str = ""
    status: str = ""

    @property
    def asks(self) -> bool:
        """Say whether anything is asked for."""
        return any((self.words, self.commodity, self.zone, self.certification, self.papers, self.status))


def find_vendors(asked: VendorFilter, *, on: date) -> QuerySet[Vendor]:
    """Return the vendors that match, by name, each with `is_lapsed` and `is_suspected`."""
    suspected = LikelyTwin.objects.filter(newer=OuterRef("pk"), status=TwinStatus.SUSPECTED)
    vendors = (
        Vendor.objects.standing()
        .select_related("organisation")
        .annotate(is_lapsed=Exists(_lapsed(on)), is_suspected=Exists(suspected))
    )
    for word in asked.words.split()[:6]:
        vendors = vendors.filter(_has_word(word))
    if asked.commodity in rules.COMMODITIES:
        vendors = vendors.selling(asked.commodity)
    if asked.zone in rules.ZONES:
        vendors = vendors.delivering_to(asked.zone)
    if asked.certification in Certification.Kind.values:
        holding = Certification.objects.filter(
            vendor=OuterRef("pk"), kind=asked.certification, ends_on__gt=on
        )
        vendors = vendors.filter(Exists(holding))
    if asked.status == VendorStatus.NEW:
        vendors = vendors.filter(status=VendorStatus.NEW)
    elif asked.status == "suspected":
        vendors = vendors.filter(is_suspected=True)
    return _with_papers(vendors, asked.papers, on)


def _has_word(word: str) -> Q:
    codes = [each.code for each in rules.commodities_with(word)]
    zones = rules.zones_of_place(word)
    return (
        Q(organisation__name__icontains=word)
        | Q(trade_name__icontains=word)
        | Q(number__istartswith=word)
        | Q(commodities__icontains=word)
        | Q(commodity_codes__overlap=codes)
        | Q(zones__overlap=zones)
    )


def _lapsed(on: date) -> QuerySet[Certificate]:
    """Certificates of the outer vendor that ended while none of their kind counts."""
    same_kind = Certificate.objects.filter(vendor=OuterRef("vendor"), kind=OuterRef("kind"))
    return (
        Certificate.objects.standing()
        .filter(vendor=OuterRef("pk"), ends_on__lte=on)
        .exclude(Exists(same_kind.counting(on=on)))
    )


def _with_papers(vendors: QuerySet[Vendor], state: str, on: date) -> QuerySet[Vendor]:
    if state == "lapsed":
        return vendors.filter(Exists(_lapsed(on)))
    own = Certificate.objects.standing().filter(vendor=OuterRef("pk"))
    if state == "soon":
        longer = Certificate.objects.standing().filter(
            vendor=OuterRef("vendor"), kind=OuterRef("kind"), ends_on__gt=OuterRef("ends_on")
        )
        ending = own.counting(on=on).filter(ends_on__lte=on + ENDS_SOON).exclude(Exists(longer))
        return vendors.filter(Exists(ending))
    if state == "unchecked":
        return vendors.filter(Exists(own.unchecked(on=on)))
    if state not in {"missing", "order"}:
        return vendors
    kinds = [each.kind for each in access.demands() if each.is_required]
    if state == "missing":
        never = [Q(~Exists(own.filter(kind=kind, starts_on__lte=on))) for kind in kinds]
        return vendors.filter(reduce(or_, never, Q(pk__in=[])))
    for kind in kinds:
        vendors = vendors.filter(Exists(own.filter(kind=kind).counting(on=on)))
    return vendors


def to_notify(vendors: Iterable[Vendor]) -> list[tuple[Vendor, str, str]]:
    """Return whom to write to about a bid: each vendor with the name and address that take its bid papers."""
    listed = list(vendors)
    for_bids = {
        each.vendor_id: each for each in VendorContact.objects.filter(vendor__in=listed, for_bids=True)
    }
    return [
        (each, for_bids[each.pk].name, for_bids[each.pk].email)
        if each.pk in for_bids
        else (each, "", each.email)
        for each in listed
    ]


def unchecked_vendors() -> QuerySet[Vendor]:
    """Return the registrations that nobody at the county has checked, the longest waiting first."""
    return (
        Vendor.objects.filter(status=VendorStatus.NEW)
        .select_related("organisation")
        .order_by("registered_at", "pk")
    )


def twins_of(vendor: Vendor) -> QuerySet[LikelyTwin]:
    """Return with whom a vendor may be one company, undecided ones first."""
    return (
        LikelyTwin.objects.filter(Q(newer=vendor) | Q(older=vendor))
        .select_related("newer__organisation", "older__organisation", "decided_by__user")
        .order_by("decided_at", "-pk")
    )


def suspected_twins() -> QuerySet[LikelyTwin]:
    """Return the pairs that somebody must decide about."""
    return LikelyTwin.objects.filter(status=TwinStatus.SUSPECTED).select_related(
        "newer__organisation", "older__organisation"
    )
