"""The worker's part of importing needs."""

from django.utils import timezone
from procrastinate.contrib.django import app

from commonlot.kernel.errors import Refused
from commonlot.process.requirements import actions
from commonlot.process.requirements.models import ImportBatch
from commonlot.records.jobs.actions import report_progress


@app.task(name="requirements.import_needs")
def import_needs(batch_id: int) -> None:
    """Import a file; if it cannot be done, say why on its page."""
    work_id = ImportBatch.objects.values_list("work_id", flat=True).get(pk=batch_id)

    def progress(done: int, total: int, note: str) -> None:
        if work_id is not None:
            report_progress(work_id=work_id, done=done, total=total, note=note)

    try:
        actions.perform_import(batch_id=batch_id, now=timezone.now(), progress=progress)
    except Refused as refusal:
        actions.refuse_import(batch_id=batch_id, reason=refusal.reason, now=timezone.now())
