"""Runs the worker: its own connections fetch jobs, while the jobs themselves work through Django's."""

from typing import Any

from django.utils.module_loading import autodiscover_modules
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector


def worker_app() -> App:
    """Return the app that a worker runs.

    Jobs that defer jobs do it inside their own transaction: the tasks keep Django's connector, so that mail
    posted in a job leaves only if that job's work is kept. (`App.replace_connector` would break this.)
    """
    autodiscover_modules("jobs")
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    working = App(connector=connector.get_worker_connector(), worker_defaults=app.worker_defaults)
    working.tasks, working.periodic_registry = app.tasks, app.periodic_registry
    return working


def run(**options: Any) -> None:
    """Do the waiting jobs until stopped (or, with wait=False, until none is left)."""
    worker_app().run_worker(**options)
