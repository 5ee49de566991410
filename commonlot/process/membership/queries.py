"""Reading members: whose seat it is, whose agreement is in force, which certificates have lapsed."""

from datetime import date

from commonlot.process.membership.models import Agency, Agreement, Certificate, Vendor
from commonlot.records.access.models import AnySeat, Organisation


def agency_of(actor: AnySeat) -> Agency | None:
    """Return the agency that the actor acts for, if it is one."""
    if actor.organisation_pk is None:
        return None
    return Agency.objects.select_related("organisation").filter(organisation_id=actor.organisation_pk).first()


def vendor_of(actor: AnySeat) -> Vendor | None:
    """Return the vendor that the actor acts for, if it is one."""
    if actor.organisation_pk is None:
        return None
    return Vendor.objects.select_related("organisation").filter(organisation_id=actor.organisation_pk).first()


def has_agreement_in_force(agency: Agency, on: date) -> bool:
    """Say whether the agency may join something new on that day; the lead agency always may."""
    if agency.organisation.kind == Organisation.Kind.LEAD_AGENCY:
        return True
    return Agreement.objects.in_force(on=on).filter(agency=agency).exists()


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
