"""Background work shows how far it is while it runs, can be left, and ends with a result or a reason."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django import app

from commonlot.kernel.errors import Refused
from commonlot.records.access.models import Seat
from commonlot.records.jobs import states
from commonlot.records.jobs.actions import fail_work, finish_work, report_progress, start_work
from commonlot.records.jobs.doing import OUR_FAULT, doing
from commonlot.records.jobs.models import Work
from commonlot.records.notices.actions import post
from tests.cast import Cast
from tests.records.jobs.worker import RunWorker
from tests.records.notices.sink import MailSink

ClientFor = Callable[[Seat | None], Client]


@pytest.fixture
def work(cast: Cast) -> Work:
    """Work that the town's requester asked for."""
    return start_work(kind="test", title="Read needs.csv", actor=cast.requester, now=cast.now, total=10)


def _state(work: Work) -> tuple[str, int, int, str]:
    work.refresh_from_db()
    return work.status, work.done, work.total, work.note


def test_work_runs_forward_only(work: Work, now: datetime) -> None:
    report_progress(work_id=work.pk, done=4, total=10)
    assert _state(work) == (states.Status.RUNNING, 4, 10, "")
    finish_work(work_id=work.pk, now=now, note="10 lines were kept.", result_path="/there/")
    assert _state(work) == (states.Status.DONE, 10, 10, "10 lines were kept.")
    with pytest.raises(Refused):
        fail_work(work_id=work.pk, now=now, note="too late")
    report_progress(work_id=work.pk, done=1, total=10)
    assert _state(work)[:2] == (states.Status.DONE, 10)


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_the_work_itself_is_not_kept_yet(work: Work, now: datetime) -> None:
    with doing(work.pk, now=lambda: now) as progress, transaction.atomic():
        Work.objects.filter(pk=work.pk).update(title="changed inside")
        transaction.set_rollback(True)
        progress.report(3, 10, "reading")  # the row is locked here: it is left, not waited for
    assert _state(work)[0] == states.Status.DONE


@pytest.mark.django_db(transaction=True)
def test_progress_comes_through_while_a_transaction_is_open(work: Work, now: datetime) -> None:
    seen = []
    with doing(work.pk, now=lambda: now) as progress:
        with transaction.atomic():
            progress.report(3, 10, "reading")
            with connection.copy().cursor() as elsewhere:  # another screen
                elsewhere.execute("SELECT status, done FROM jobs_work WHERE id = %s", [work.pk])
                seen.append(elsewhere.fetchone())
                elsewhere.connection.close()
        progress.end_with(result_path="/there/", note="Kept.")
    assert seen == [("running", 3)]
    assert _state(work) == (states.Status.DONE, 10, 10, "Kept.")


def _refuse(work: Work, now: datetime) -> None:
    with doing(work.pk, now=lambda: now):
        raise Refused("Row 7: 5 dozen is no quantity.")


@pytest.mark.django_db(transaction=True)
def test_what_is_refused_ends_the_work_with_the_reason(work: Work, now: datetime) -> None:
    _refuse(work, now)
    assert _state(work)[0] == states.Status.FAILED
    assert work.note == "Row 7: 5 dozen is no quantity."


def _break(work: Work, now: datetime) -> None:
    with doing(work.pk, now=lambda: now):
        raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_our_own_mistake_ends_the_work_and_reaches_the_log(work: Work, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError):
        _break(work, now)
    assert _state(work)[0] == states.Status.FAILED
    assert work.note == OUR_FAULT


def test_the_page_shows_numbers_and_asks_again_until_the_work_is_over(
    work: Work, cast: Cast, client_for: ClientFor
) -> None:
    client, url = client_for(cast.requester), reverse("jobs:work", args=[work.pk])
    report_progress(work_id=work.pk, done=1200, total=5000, note="reading")
    page = client.get(url).content.decode()
    assert "1,200 of 5,000: reading" in page
    assert 'hx-trigger="every 1s"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "You can leave this page" in page
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    finish_work(work_id=work.pk, now=cast.now, note="All kept.", result_path="/requirements/")
    page = client.get(url).content.decode()
    assert "hx-trigger" not in page
    assert "http-equiv" not in page
    assert 'href="/requirements/"' in page
    assert client.get(url)["Cache-Control"].startswith("max-age=0")


def test_work_that_failed_says_why(work: Work, cast: Cast, client_for: ClientFor) -> None:
    fail_work(work_id=work.pk, now=cast.now, note="The file has no column for quantities.")
    page = client_for(cast.receiver).get(reverse("jobs:work", args=[work.pk])).content.decode()
    assert "The file has no column for quantities." in page


def test_the_list_of_work_asks_few_questions(
    cast: Cast, client_for: ClientFor, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(30):
        start_work(kind="test", title=f"Work {number}", actor=cast.requester, now=cast.now)
    client = client_for(cast.receiver)
    with django_assert_max_num_queries(5):  # type: ignore[attr-defined]
        page = client.get(reverse("jobs:index")).content.decode()
    assert page.count("Work ") >= 30


# --- the worker ---------------------------------------------------------------------------------------------
@pytest.fixture
def job_that_posts_then_fails() -> Iterator[None]:
    """A job whose work is undone after it posted a mail."""

    @app.task(name="test.post_then_fail")
    def post_then_fail() -> None:
        with transaction.atomic():
            post(to=["a@example.org"], subject="A", text="A", cause="test", now=datetime.now().astimezone())
            raise ZeroDivisionError

    yield
    del app.tasks["test.post_then_fail"]


@pytest.mark.usefixtures("job_that_posts_then_fails")
def test_mail_posted_in_a_job_that_fails_never_leaves(run_worker: RunWorker, mail_sink: MailSink) -> None:
    app.configure_task("test.post_then_fail").defer()
    assert run_worker() == ["failed"]
    assert mail_sink.mails == []
