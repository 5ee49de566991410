"""The places of an agency to which goods are delivered."""

from datetime import datetime

from django.db import transaction

from commonlot.kernel.errors import Refused
from commonlot.process.membership.models import Agency
from commonlot.process.requirements import access, queries, rules
from commonlot.process.requirements.models import DeliverySite
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.actions import record


@transaction.atomic
def add_site(*, agency_id: int, name: str, actor: AnySeat, now: datetime, address: str = "") -> DeliverySite:
    """Add a delivery site to an agency."""
    agency = Agency.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=agency_id)
    access.manage_sites.require(actor, agency, now=now)
    _require_free(agency, name)
    site = DeliverySite.objects.create(agency=agency, name=name, address=address)
    record(at=now, actor=actor, verb="requirements.site_added", subject=site, within=agency)
    return site


@transaction.atomic
def add_named_sites(*, agency_id: int, actor: AnySeat, now: datetime) -> list[DeliverySite]:
    """Add the sites that the agency named when it joined and does not have yet."""
    agency = Agency.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=agency_id)
    access.manage_sites.require(actor, agency, now=now)
    named = queries.named_sites_to_add(agency)
    if not named:
        raise Refused("Every site that was named is here already.")
    return [
        add_site(agency_id=agency.pk, name=site.name, address=site.place, actor=actor, now=now)
        for site in named
    ]


@transaction.atomic
def rename_site(*, site_id: int, name: str, actor: AnySeat, now: datetime, address: str = "") -> DeliverySite:
    """Change the name or address of a delivery site."""
    agency_id = DeliverySite.objects.values_list("agency_id", flat=True).get(pk=site_id)
    agency = Agency.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=agency_id)
    site = DeliverySite.objects.get(pk=site_id)
    access.manage_sites.require(actor, agency, now=now)
    _require_free(agency, name, but=site.pk)
    before, site.name, site.address = site.name, name, address
    site.save(update_fields=["name", "address"])
    record(at=now, actor=actor, verb="requirements.site_renamed", subject=site, within=agency, before=before)
    return site


def _require_free(agency: Agency, name: str, *, but: int | None = None) -> None:
    if not name:
        raise Refused("Give the site a name, such as Town Hall.", field="name")
    if len(name) > rules.LONGEST["site"]:
        raise Refused(f"The name may have at most {rules.LONGEST['site']} characters.", field="name")
    if agency.sites.filter(name__iexact=name).exclude(pk=but or 0).exists():
        raise Refused(f"{agency} has a site named {name} already.", field="name")
