"""Gives back to the queue what a worker left half done when it was killed; every task may run twice."""

from procrastinate import JobContext
from procrastinate.contrib.django import app


@app.periodic(cron="* * * * *")
@app.task(name="worker.retry_stalled_jobs", queueing_lock="worker.retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Let every job run again whose worker has given no sign of life for a while."""
    for job in await context.app.job_manager.get_stalled_jobs():
        await context.app.job_manager.retry_job(job)
