"""Who may read the files of members and vendors."""

from datetime import datetime

from commonlot.process.membership.access.people import see_people
from commonlot.process.membership.access.vendors import see_vendor
from commonlot.process.membership.models import AgreementPaper, AssistanceRequest, Certificate, Certification
from commonlot.records.access.models import AnySeat
from commonlot.records.documents.models import Document


def may_read_document(document: Document, actor: AnySeat, *, now: datetime) -> bool:
    """Say whether the actor may read a file: a paper of a vendor, a signed agreement, a paper of a request for help."""
    if AssistanceRequest.objects.visible_to(actor).filter(papers=document).exists():
        return True
    for kept in (Certificate, Certification):
        paper = kept.objects.filter(document=document).select_related("vendor").first()
        if paper is not None:
            return see_vendor.allows(actor, paper.vendor, now=now)
    papers = AgreementPaper.objects.select_related("agreement__agency__organisation")
    paper = papers.filter(document=document).first()
    return paper is not None and see_people.allows(actor, paper.agreement.agency.organisation, now=now)
