"""The embedded PostgreSQL and the tests' own databases."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection


@pytest.mark.django_db
def test_a_test_runs_on_its_own_copy_of_the_migrated_database() -> None:
    assert connection.settings_dict["NAME"].startswith(connection.settings_dict["TEST"]["NAME"])
    assert ContentType.objects.exists()


@pytest.mark.django_db
def test_the_database_is_postgresql_15_or_newer_in_utf8() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int, current_setting('server_encoding')"
        )
        release, encoding = cursor.fetchone()
    assert release >= 150000
    assert encoding == "UTF8"
