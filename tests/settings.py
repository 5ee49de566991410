"""Settings of the tests: the installation's own, with what makes a test fast and alone."""

import os

from commonlot.config import settings as _installed
from commonlot.config.settings import *  # noqa: F403

COMMONLOT_DEMO = False
SECRET_KEY = "only-for-tests"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
_database = _installed.DATABASES["default"]
DATABASES = {
    "default": {
        **_database,
        "CONN_MAX_AGE": 0,
        # A test database may be lost; nothing waits for the disk.
        "OPTIONS": {**_database.get("OPTIONS", {}), "options": "-c synchronous_commit=off"},
        "TEST": {"NAME": os.environ.get("COMMONLOT_TEST_DB", "test_commonlot")},
    }
}
