"""The clock's part: what is due is closed within the minute."""

from django.utils import timezone
from procrastinate.contrib.django import app

from commonlot.process.solicitation import actions
from commonlot.process.solicitation.models import Solicitation
from commonlot.process.solicitation.states import Status


@app.periodic(cron="* * * * *")
@app.task(name="solicitation.close_due", queueing_lock="solicitation.close_due", pass_context=False)
def close_due(timestamp: int) -> int:
    """Close every published solicitation whose deadline has come; returns how many."""
    now = timezone.now()
    published = Solicitation.objects.filter(status=Status.PUBLISHED, bids_due_at__lte=now)
    due = list(published.values_list("pk", flat=True))
    for pk in due:
        actions.close_solicitation(solicitation_id=pk, actor=None, now=now)
    return len(due)
