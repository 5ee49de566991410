"""Runs the worker: its own connections fetch jobs, while the jobs themselves work through Django's."""

from typing import Any

from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector


def worker_app(*, periodic: bool = True) -> App:
    """Return the app that a worker runs, with the jobs that come by the clock or without.

    Jobs that defer jobs do it inside their own transaction: the tasks keep Django's connector, so that mail
    posted in a job leaves only if that job's work is kept. (`App.replace_connector`, which procrastinate's own
    command uses, sends it at once: the mail's job can then run before its message exists.)
    """
    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("A worker runs already in this process.")
    working = App(
        connector=connector.get_worker_connector(),
        import_paths=app.import_paths,
        worker_defaults=app.worker_defaults,
    )
    working.tasks = app.tasks
    if periodic:
        working.periodic_registry = app.periodic_registry
    return working


def run(*, periodic: bool = True, **options: Any) -> None:
    """Do the waiting jobs until stopped (or, with wait=False, until none is left)."""
    worker_app(periodic=periodic).run_worker(**options)
