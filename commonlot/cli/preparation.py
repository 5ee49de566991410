"""What `commonlot run` brings up to date before it starts the web server."""

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from commonlot.records.access.models import Organisation


@contextmanager
def without_collection() -> Iterator[None]:
    """Do a short, large work without looking for garbage: migrating makes thousands of classes and drops them."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def migrate() -> None:
    """Apply the migrations that are waiting."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Database: making the tables", flush=True)
        with without_collection():
            call_command("migrate", verbosity=0, interactive=False)


def collect_static_files() -> None:
    """Gather and compress the static files, if one of them changed."""
    mark_file = Path(settings.STATIC_ROOT) / ".mark"
    mark = _mark_of_static_files()
    if mark_file.exists() and mark_file.read_text() == mark:
        return
    print("Pages: gathering the static files", flush=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    mark_file.write_text(mark)


def _mark_of_static_files() -> str:
    facts = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list([".*"]):
            seen = Path(storage.path(path)).stat()
            facts.update(f"{path} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return facts.hexdigest()


def fill_if_empty() -> None:
    """Fill a database that knows no organisation with the demonstration county, if this is a demonstration."""
    if not settings.COMMONLOT_DEMO or find_spec("commonlot.cli.demo") is None:
        return
    if not Organisation.objects.exists():
        print("Database: the demonstration county", flush=True)
        import_module("commonlot.cli.demo").main(["--quiet"])
