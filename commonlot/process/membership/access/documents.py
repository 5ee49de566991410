"""Who may read the files of members and vendors."""

from datetime import datetime

from commonlot.process.membership.access.people import see_people
from commonlot.process.membership.access.vendors import see_vendor
from commonlot.process.membership.models import Agreement, AssistanceRequest, Certificate
from commonlot.records.access.models import AnySeat
from commonlot.records.documents.models import Document


def may_read_document(document: Document, actor: AnySeat, *, now: datetime) -> bool:
    """Say whether the actor may read a file: a certificate, a signed agreement, a paper of a request for help."""
    if AssistanceRequest.objects.visible_to(actor).filter(papers=document).exists():
        return True
    certificate = Certificate.objects.filter(document=document).select_related("vendor").first()
    if certificate is not None:
        return see_vendor.allows(actor, certificate.vendor, now=now)
    agreement = Agreement.objects.filter(signed_copy=document).select_related("agency__organisation").first()
    return agreement is not None and see_people.allows(actor, agreement.agency.organisation, now=now)
