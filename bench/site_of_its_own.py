"""A database of its own for a measurement, dropped at the end; files are kept in memory."""

import logging
import os
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHORT = "--short" in sys.argv
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def fresh_database(name: str) -> Iterator[None]:
    """Set Django up with a new, migrated database of this name, and drop it afterwards."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonlot.config.settings")
    os.environ["COMMONLOT_DEMO"] = "yes"
    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    warnings.filterwarnings("ignore", "No directory at")  # no static files are served here
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_test_environment, teardown_test_environment

    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    connection.settings_dict["TEST"]["NAME"] = name
    usual = connection.settings_dict["NAME"]
    setup_test_environment(debug=False)
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)
        teardown_test_environment()


@dataclass
class Spent:
    """Time that went by, and the processor's time in it: of this process and of its database backend."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def spent() -> Iterator[Spent]:
    """Measure a piece of work; the processor's time tells more where others use the machine too."""
    taken, wall, cpu = Spent(), time.perf_counter(), _cpu()
    yield taken
    taken.wall, taken.cpu = time.perf_counter() - wall, _cpu() - cpu


def _cpu() -> float:
    return time.process_time() + cpu_of_backend()


def cpu_of_backend() -> float:
    """Return the time of the backend in seconds, where its process can be seen from here."""
    from django.db import connection

    connection.ensure_connection()
    raw: Any = connection.connection
    try:
        facts = Path(f"/proc/{raw.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(facts[11]) + int(facts[12])) / TICKS
