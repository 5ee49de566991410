"""The proof of the price paid now: the invoice or contract itself, kept beside the need."""

from datetime import datetime

from django.db import transaction

from commonlot.kernel.errors import Refused
from commonlot.process.membership import rules as papers
from commonlot.process.requirements import access
from commonlot.process.requirements.actions.parts import lock_part
from commonlot.process.requirements.models import RequirementLine
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.actions import record
from commonlot.records.documents.actions import keep


@transaction.atomic
def attach_proof(
    *, line_id: int, name: str, content: bytes, actor: AnySeat, now: datetime
) -> RequirementLine:
    """Keep an invoice or contract as the proof of a line's price; the same file twice is kept once."""
    line = _lock(line_id, actor, now)
    reason = papers.why_not_paper(content)
    if reason is not None:
        raise Refused(reason, field="proof")
    kind = papers.type_of_file(content) or ""
    document = keep(name=name, content=content, content_type=kind, actor=actor, now=now)
    if line.price_document is not None and line.price_document.sha256 == document.sha256:
        document.file.delete(save=False)
        document.delete()
        return line
    line.price_document, line.changed_at = document, now
    line.save(update_fields=["price_document", "changed_at"])
    record(at=now, actor=actor, verb="requirements.proof_attached", subject=line, within=line.participation,
           file=name, sha256=document.sha256)  # fmt: skip
    return line


@transaction.atomic
def detach_proof(*, line_id: int, actor: AnySeat, now: datetime) -> RequirementLine:
    """Take a proof away from a line; the file itself stays kept."""
    line = _lock(line_id, actor, now)
    if line.price_document is None:
        raise Refused("This line has no proof.")
    name = line.price_document.name
    line.price_document, line.changed_at = None, now
    line.save(update_fields=["price_document", "changed_at"])
    record(at=now, actor=actor, verb="requirements.proof_detached", subject=line, within=line.participation,
           file=name)  # fmt: skip
    return line


def _lock(line_id: int, actor: AnySeat, now: datetime) -> RequirementLine:
    part = lock_part(RequirementLine.objects.values_list("participation_id", flat=True).get(pk=line_id))
    access.state_needs.require(actor, part, now=now)
    line = part.lines.select_related("price_document").get(pk=line_id)
    line.participation = part
    return line
