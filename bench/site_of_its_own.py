"""A database of its own for a measurement, dropped at the end; files are kept in memory."""

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


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
