"""Reading vendors: which certificates count and which have lapsed."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonlot.process.membership.models import Certificate, Vendor
from commonlot.records.access.models import AnySeat


def vendor_of(actor: AnySeat) -> Vendor | None:
    """Return the vendor that the actor acts for, if it is one."""
    if actor.organisation_pk is None:
        return None
    return Vendor.objects.select_related("organisation").filter(organisation_id=actor.organisation_pk).first()


def lapsed_certificates(vendor: Vendor, on: date) -> list[Certificate]:
    """Return, for each kind of which none counts on that day, the certificate that lapsed last."""
    latest: dict[str, Certificate] = {}
    counting: set[str] = set()
    for certificate in vendor.certificates.all():
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


def vendor_list(words: str = "", *, only_lapsed: bool = False, on: date) -> QuerySet[Vendor]:
    """Return the vendors that match, each with `is_lapsed`: a kind of certificate that no longer counts."""
    same_kind = Certificate.objects.filter(vendor=OuterRef("vendor"), kind=OuterRef("kind"))
    counting = same_kind.filter(starts_on__lte=on, ends_on__gt=on)
    lapsed = Certificate.objects.filter(vendor=OuterRef("pk"), ends_on__lte=on).exclude(Exists(counting))
    vendors = Vendor.objects.select_related("organisation").annotate(is_lapsed=Exists(lapsed))
    for word in words.split()[:6]:
        vendors = vendors.filter(
            Q(organisation__name__icontains=word)
            | Q(number__istartswith=word)
            | Q(commodities__icontains=word)
        )
    return vendors.filter(is_lapsed=True) if only_lapsed else vendors


def certificates_of(vendor: Vendor, *, on: date) -> list[Certificate]:
    """Return a vendor's certificates by kind, newest first; each knows whether it counts on that day."""
    certificates = list(vendor.certificates.select_related("document"))
    lapsed = {each.pk for each in lapsed_certificates(vendor, on)}
    for each in certificates:
        each.counts = each.starts_on <= on < each.ends_on  # type: ignore[attr-defined]
        each.is_lapsed = each.pk in lapsed  # type: ignore[attr-defined]
    return certificates
