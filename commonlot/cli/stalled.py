"""Gives back to the queue what a worker left half done when it was killed; every task may run twice.

A job that was begun eight times and never ended is given up: it stands as failed, its record says so, and the
page of long work lists it.
"""

import logging

from asgiref.sync import sync_to_async
from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from commonlot.records import clock
from commonlot.records.jobs import giving_up

MOST_BEGINNINGS = 8
log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="worker.retry_stalled_jobs", queueing_lock="worker.retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Let every job run again whose worker has given no sign of life for a while."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        if job.attempts + 1 >= MOST_BEGINNINGS:
            await _give_up(jobs, job)
        else:
            await _give_back(jobs, job)


async def _give_back(jobs: JobManager, job: Job) -> None:
    try:
        await jobs.retry_job(job)
    except UniqueViolation:  # the same job waits already, and does what this one left
        await jobs.finish_job(job, Status.ABORTED, delete_job=False)


async def _give_up(jobs: JobManager, job: Job) -> None:
    """Tell the record first: if this is cut short too, it is told again."""
    log.error("gave up job %s, %s, begun %s times", job.id, job.task_name, job.attempts + 1)
    await sync_to_async(_tell, thread_sensitive=False)(job)
    await jobs.finish_job(job, Status.FAILED, delete_job=False)


def _tell(job: Job) -> None:
    times = job.attempts + 1
    try:
        giving_up.tell(task_name=job.task_name, arguments=job.task_kwargs, times=times, now=clock.now())
    finally:
        connection.close()  # the thread is not used again
