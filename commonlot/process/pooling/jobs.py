"""The worker's part of pooling."""

from django.urls import reverse
from procrastinate.contrib.django import app

from commonlot.process.pooling import actions
from commonlot.process.pooling.actions import learning, words
from commonlot.process.pooling.queries.desk import pools_due
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


@app.task(name="pooling.make_sheet")
def make_sheet(pool_id: int, kind: str, seat_id: int, work_id: int) -> None:
    """Make the file of a large pooled sheet."""
    with doing(work_id) as work:
        made = actions.make_sheet(
            pool_id=pool_id, kind=kind, seat_id=seat_id, now=clock.now(), progress=work.report
        )
        work.end_with(result_path=reverse("documents:download", args=[made.pk]), note=f"{made} is ready.")


@app.periodic(cron="* * * * *")
@app.task(name="pooling.run_again", queueing_lock="pooling.run_again")
def run_again(timestamp: int) -> None:
    """Sort again the pools whose lines changed and have been quiet for a while."""
    for pool_id in pools_due(now=clock.now()):
        actions.run_again(pool_id=pool_id, now=clock.now())


@app.task(name="pooling.sort_again")
def sort_again(pool_id: int, seat_id: int) -> None:
    """Sort a pool anew, because a word was added or taken back; waits for a sorting that is under way."""
    words.sort_again(pool_id=pool_id, seat_id=seat_id, now=clock.now())


@app.periodic(cron="35 * * * *")
@app.task(name="pooling.learn", queueing_lock="pooling.learn")
def learn(timestamp: int) -> None:
    """Learn from decisions wherever enough were made since the last time."""
    for lead_agency_id in learning.where_due():
        learning.learn_from_decisions(lead_agency_id=lead_agency_id, now=clock.now())
