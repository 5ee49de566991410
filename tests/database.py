"""The tests' databases: migrate once into a template, then clone it in a moment."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg.sql import SQL, Identifier, Literal

from commonlot.cli.preparation import without_collection


@contextmanager
def fresh_database(worker: str, mark: str, *, anew: bool) -> Iterator[None]:
    """Point Django's connection at a new copy of the template, and drop the copy at the end."""
    name = connection.settings_dict["TEST"]["NAME"]
    template, mine = f"{name}_template", f"{name}_{worker}"
    connection.close()
    with _one_at_a_time(name):
        if (anew and worker in {"alone", "gw0"}) or _mark_of(template) != mark:
            _migrate_template(template, mark)
        _command(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), Identifier(mine))
        _command(SQL("CREATE DATABASE {} TEMPLATE {}"), Identifier(mine), Identifier(template))
    _use(mine)
    try:
        yield
    finally:
        connection.close()
        _command(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), Identifier(mine))


@contextmanager
def _one_at_a_time(name: str) -> Iterator[None]:
    lock = Path(settings.VAR_FOLDER) / f"{name}.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _mark_of(database: str) -> str | None:
    question = """
        SELECT description FROM pg_shdescription JOIN pg_database ON pg_database.oid = objoid
        WHERE datname = %s
    """
    with connection._nodb_cursor() as cursor:
        cursor.execute(question, [database])
        row = cursor.fetchone()
    return row[0] if row else None


def _migrate_template(template: str, mark: str) -> None:
    """Make the template anew; its mark is written last, so that half a template is never used."""
    _command(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), Identifier(template))
    _command(SQL("CREATE DATABASE {}"), Identifier(template))
    _use(template)
    with without_collection():
        call_command("migrate", verbosity=0, interactive=False)
    connection.close()
    _command(SQL("COMMENT ON DATABASE {} IS {}"), Identifier(template), Literal(mark))


def _command(text: SQL, *names: Any) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(text.format(*names))


def _use(database: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = database
    connection.settings_dict["NAME"] = database
