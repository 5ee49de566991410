"""Building the demonstration: all of it or nothing, without leaving work or mail behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import procrastinate_app
from procrastinate.testing import InMemoryConnector

from commonlot.cli.demo import emptying, story
from commonlot.cli.terminal import Progress
from commonlot.kernel.errors import Refused
from commonlot.records.access.models import Organisation


def build(*, today: date | None, again: bool) -> None:
    """Build the county as it stands on a day, in one transaction."""
    if not settings.COMMONLOT_DEMO:
        raise Refused("Set COMMONLOT_DEMO=yes first: every page of a demonstration says that it is invented.")
    if Organisation.objects.exists() and not again:
        raise Refused(
            "The database has organisations already. To empty it and build anew: commonlot demo --again"
        )
    progress = Progress()
    with _without_savepoints(), transaction.atomic(), _no_jobs_left():
        if again:
            emptying.empty_demonstration()
        story.tell(today or timezone.localdate(), progress)
    progress.end()


@contextmanager
def _no_jobs_left() -> Iterator[None]:
    """Keep the worker out: what it would have done in the past is done here."""
    with procrastinate_app.current_app.replace_connector(InMemoryConnector()):
        yield


@contextmanager
def _without_savepoints() -> Iterator[None]:
    """Let every act stand in the one transaction: it is all or nothing, and a third of the questions are saved."""
    before, connection.features.uses_savepoints = connection.features.uses_savepoints, False
    try:
        yield
    finally:
        connection.features.uses_savepoints = before
