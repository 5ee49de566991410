"""Telling the database, before needs are changed, who changes them, how and why; its trigger writes the history."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection

from commonlot.process.requirements import access
from commonlot.process.requirements.models import RequirementChange
from commonlot.records.access.models import AnySeat

How = RequirementChange.How


@contextmanager
def saying(how: How, *, actor: AnySeat, now: datetime, why: str = "") -> Iterator[None]:
    """Sign every change of a need within the block. Only inside a transaction, which every action is."""
    signed = {"how": how.value, "by": access.seated(actor).pk, "at": now.isoformat(), "why": why[:300]}
    _tell(json.dumps(signed))
    yield
    # not in a finally: after an error the transaction is rolled back, and what was told with it
    _tell("")


def _tell(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('commonlot.needs_change', %s, true)", [text])
