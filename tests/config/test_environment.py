"""Settings from the environment: read, or refused with a clear word."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from commonlot.config import environment


def test_the_address_of_a_database_is_taken_apart() -> None:
    found = environment.database("postgresql://ann:s%40lt@db.example:6432/county?sslmode=require")
    wanted = {"NAME": "county", "USER": "ann", "PASSWORD": "s@lt", "HOST": "db.example", "PORT": "6432"}
    assert found | wanted == found
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_without_an_address_the_database_is_the_embedded_one() -> None:
    assert environment.database("")["ENGINE"] == "commonlot.config.database"


@pytest.mark.parametrize("address", ["mysql://host/name", "postgresql://host", "county"])
def test_an_address_of_no_postgresql_database_is_refused(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="must look like"):
        environment.database(address)


@pytest.mark.parametrize(("value", "meaning"), [("yes", True), ("1", True), ("Off", False), ("", False)])
def test_a_flag_is_read(monkeypatch: pytest.MonkeyPatch, value: str, meaning: bool) -> None:
    monkeypatch.setenv("COMMONLOT_FLAG", value)
    assert environment.flag("COMMONLOT_FLAG", default=not meaning) is meaning


def test_a_flag_that_is_neither_yes_nor_no_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMONLOT_FLAG", "perhaps")
    with pytest.raises(ImproperlyConfigured, match="COMMONLOT_FLAG must be yes or no"):
        environment.flag("COMMONLOT_FLAG", default=True)


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret.key"
    made = environment.kept_secret(path)
    assert len(made) >= 50
    assert environment.kept_secret(path) == made
    assert path.stat().st_mode & 0o777 == 0o600
