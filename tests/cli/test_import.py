"""`commonlot import` as an administrator uses it: what would change, then all of it, or a clear word and nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from commonlot.cli.import_members import main
from commonlot.process.membership.models import Agency, MemberFile
from commonlot.records.audit.models import Entry
from tests.cast import Cast
from tests.cli.commands import Done, run

NEW = "name,kind,county\nTown of Zed,town,Westchester\nTown of Rye Hill,town,Westchester\n"
BY = ("--apply", "--as", "Priya.Raman@example.org")


@pytest.fixture
def take_in(
    cast: Cast,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., Done]:
    settings.COMMONLOT_CLOCK_OFFSET = cast.now - timezone.now()

    def on(text: str, *arguments: str, kind: str = "members") -> Done:
        (tmp_path / "file.csv").write_text(text, encoding="utf-8")
        return run(main, [kind, "file.csv", *arguments], capsys)

    monkeypatch.chdir(tmp_path)
    return on


@pytest.mark.parametrize("way", [(), ("--dry-run",)])
def test_a_dry_run_shows_what_would_change_and_writes_nothing(
    take_in: Callable[..., Done], way: tuple[str, ...]
) -> None:
    before = Agency.objects.count()
    done = take_in(NEW, *way)
    assert done.returncode == 0, done.stderr
    assert "1 new, 0 changed, 1 the same, 0 left out" in done.stdout
    assert "row 2, Town of Zed" in done.stdout
    assert "Nothing was written" in done.stdout
    assert (Agency.objects.count(), MemberFile.objects.count()) == (before, 0)


def test_applying_writes_all_rows_in_the_name_of_a_person_and_twice_nothing(
    take_in: Callable[..., Done],
) -> None:
    done = take_in(NEW, *BY)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Written.")
    assert Agency.objects.get(organisation__name="Town of Zed").number == "T-023"
    assert Entry.objects.get(verb="membership.file_taken_in").who == "Priya Raman"
    again = take_in(NEW, *BY)
    assert (again.returncode, "Nothing would change" in again.stdout) == (0, True)
    assert MemberFile.objects.count() == 1


@pytest.mark.parametrize("way", [(), BY])
def test_a_wrong_row_is_named_and_nothing_is_written(
    take_in: Callable[..., Done], way: tuple[str, ...]
) -> None:
    done = take_in(NEW + "Town of Yon,hamlet,\n", *way)
    assert done.returncode == 1
    assert done.stderr.splitlines()[0].startswith(
        "file.csv, row 4, column kind: found “hamlet”, expected county"
    )
    assert done.stderr.splitlines()[-1] == "Nothing was written."
    assert not Agency.objects.filter(organisation__name="Town of Zed").exists()


@pytest.mark.parametrize("by", ["nobody@example.org", "dana.okafor@example.org"])
def test_only_a_person_of_the_county_takes_in_a_file(take_in: Callable[..., Done], by: str) -> None:
    done = take_in(NEW, "--apply", "--as", by)
    assert (done.returncode, "no seat at the lead agency" in done.stderr) == (1, True)
    assert not MemberFile.objects.exists()


def test_a_strange_header_can_be_named(take_in: Callable[..., Done]) -> None:
    strange = NEW.replace("name,", "Gemeinde,")
    assert take_in(strange).returncode == 1
    done = take_in(strange, "--column", "name=Gemeinde", *BY)
    assert done.returncode == 0, done.stderr
    assert Agency.objects.filter(organisation__name="Town of Zed").exists()


@pytest.mark.parametrize(
    "arguments", [("--apply",), ("--apply", "--dry-run"), ("--column", "nonsense=x"), ("--what",)]
)
def test_wrong_usage_is_told_apart_from_a_wrong_file(
    take_in: Callable[..., Done], arguments: tuple[str, ...]
) -> None:
    assert take_in(NEW, *arguments).returncode == 2


def test_what_cannot_be_read_is_refused(
    take_in: Callable[..., Done], capsys: pytest.CaptureFixture[str]
) -> None:
    assert take_in("%PDF-1.7").returncode == 1
    assert run(main, ["members", "missing.csv"], capsys).returncode == 1
    assert run(main, ["people", "file.csv"], capsys).returncode == 2
