"""Who may read the files of members and vendors."""

from datetime import datetime

from commonlot.process.membership.access.people import see_people
from commonlot.process.membership.access.vendors import see_vendor
from commonlot.process.membership.models import Agreement, Certificate, Certification
from commonlot.records.access.models import AnySeat
from commonlot.records.documents.models import Document


def may_read_document(document: Document, actor: AnySeat, *, now: datetime) -> bool:
    """Say whether the actor may read a file because it is a certificate or a signed agreement."""
    for kept in (Certificate, Certification):
        paper = kept.objects.filter(document=document).select_related("vendor").first()
        if paper is not None:
            return see_vendor.allows(actor, paper.vendor, now=now)
    agreement = Agreement.objects.filter(signed_copy=document).select_related("agency__organisation").first()
    return agreement is not None and see_people.allows(actor, agreement.agency.organisation, now=now)
