"""The worker's part of pooling."""

from django.urls import reverse
from procrastinate.contrib.django import app

from commonlot.process.pooling import actions
from commonlot.records import clock
from commonlot.records.jobs.doing import doing


@app.task(name="pooling.perform_run")
def perform_run(run_id: int, work_id: int) -> None:
    """Sort the lines of a pool into suggestions."""
    with doing(work_id) as work:
        run = actions.perform_run(run_id=run_id, now=clock.now(), progress=work.report)
        work.end_with(
            result_path=reverse("pooling:desk", args=[run.pool_id]),
            note=f"{run.lines_read:,} lines sorted into {run.groups_found:,} groups to look at.",
        )
