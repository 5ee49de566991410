"""What a killed worker left half done is begun again, but not for ever."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from commonlot.cli.stalled import MOST_BEGINNINGS, retry_stalled_jobs
from commonlot.records.access.models import Seat
from commonlot.records.jobs.actions import start_work
from commonlot.records.jobs.states import Status
from commonlot.records.notices.actions import Letter, post, post_many
from commonlot.records.notices.models import Message
from commonlot.records.notices.states import MailingStatus
from tests.cast import Cast
from tests.records.jobs.worker import RunWorker, run_worker
from tests.records.notices.sink import MailSink, mail_sink

__all__ = ["mail_sink", "run_worker"]


def _a_worker_died_with(task_name: str, *, beginnings: int = 1, **arguments: int) -> int:
    """Put a job into the queue as a killed worker leaves it: being done, by nobody."""
    import json

    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts, queueing_lock)
            VALUES ('default', %s, %s, 'doing', %s, NULL) RETURNING id
            """,
            [task_name, json.dumps(arguments), beginnings - 1],
        )
        return int(cursor.fetchone()[0])


def _state_of(job: int) -> str:
    return str(ProcrastinateJob.objects.get(pk=job).status)


def test_what_a_killed_worker_left_is_done_by_the_next(
    run_worker: RunWorker, mail_sink: MailSink, cast: Cast
) -> None:
    mail = post(to=["a@example.org"], subject="A", text="A", cause="test", now=cast.now)
    ProcrastinateJob.objects.filter(pk__gt=0)  # the model is read-only: the job is taken away by SQL
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL")
    retry_stalled_jobs.configure().defer(timestamp=0)
    run_worker()
    assert [str(each["Message-ID"]) for each in mail_sink.mails] == [mail.message_id]


def test_a_job_that_was_begun_eight_times_and_never_ended_is_given_up_and_shown(
    run_worker: RunWorker, cast: Cast, client_for: Callable[[Seat | None], Client]
) -> None:
    work = start_work(kind="test", title="Read needs.csv", actor=cast.buyer, now=cast.now)
    job = _a_worker_died_with("requirements.perform_import", beginnings=MOST_BEGINNINGS, work_id=work.pk)
    retry_stalled_jobs.configure().defer(timestamp=0)
    run_worker()
    assert _state_of(job) == "failed"
    work.refresh_from_db()
    assert work.status == Status.FAILED
    assert "stopped 8 times" in work.note
    page = client_for(cast.buyer).get(reverse("jobs:index")).content.decode()
    assert "Requirements: perform import" in page
    assert "Given up" not in client_for(cast.requester).get(reverse("jobs:index")).content.decode()


def test_a_mail_and_a_mailing_whose_job_is_given_up_say_so(run_worker: RunWorker, cast: Cast) -> None:
    mail = post(to=["a@example.org"], subject="A", text="A", cause="test", now=cast.now)
    letters = [Letter(to="b@example.org", subject="B", text="B")]
    mailing = post_many(letters=letters, subject="B", cause="test", page="", now=cast.now).mailing
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = %s", [MOST_BEGINNINGS - 1])
    retry_stalled_jobs.configure().defer(timestamp=0)
    run_worker()
    mail.refresh_from_db()
    mailing.refresh_from_db()
    assert mail.status == "failed"
    assert "gave up" in mail.last_error
    assert mailing.status == MailingStatus.PAUSED
    assert Message.objects.filter(sent_at__isnull=False).count() == 0


def test_one_job_that_waits_already_does_not_keep_the_others_from_being_given_back(
    run_worker: RunWorker, mail_sink: MailSink, cast: Cast
) -> None:
    retry_stalled_jobs.configure().defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing'"
        )  # the one that gives back was killed too
    post(to=["a@example.org"], subject="A", text="A", cause="test", now=cast.now)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing' WHERE task_name = 'notices.send_message'"
        )
    retry_stalled_jobs.configure().defer(timestamp=0)
    run_worker()
    assert len(mail_sink.mails) == 1
    assert ProcrastinateJob.objects.filter(status__in=["todo", "doing"]).count() == 0
