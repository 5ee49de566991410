"""`commonlot law`: a state's rules are checked and loaded from a file."""

from pathlib import Path

import pytest

from commonlot.cli import law
from commonlot.records.legal.models import Rule
from tests.cli.commands import run

MADE_UP = Path(__file__).parent.parent / "records" / "legal" / "packs" / "made_up_new_jersey.toml"


@pytest.mark.django_db
def test_another_states_rules_are_loaded_once(capsys: pytest.CaptureFixture[str]) -> None:
    done = run(law.main, [str(MADE_UP)], capsys)
    assert (done.returncode, "Added 3 rules" in done.stdout) == (0, True)
    assert Rule.objects.filter(pack="NJ").count() == 3
    assert "Added 0 rules" in run(law.main, [str(MADE_UP)], capsys).stdout


@pytest.mark.django_db
def test_a_file_is_checked_without_being_loaded(capsys: pytest.CaptureFixture[str]) -> None:
    done = run(law.main, [str(MADE_UP), "--check"], capsys)
    assert (done.returncode, "3 rules, 1 paths, 1 questions" in done.stdout) == (0, True)
    assert not Rule.objects.filter(pack="NJ").exists()


@pytest.mark.parametrize(
    ("broken", "instead", "named"),
    [
        ('certainty = "C"', 'certainty = "D"', "NJ-WHO"),
        ('at_most = "figure"', "at_most = 44000", "NJ-BID"),
        ('rules = ["NJ-WHO"]', 'rules = ["NJ-ELSE"]', "NJ-ELSE"),
        ("number = 44000", "number = = 44000", "made_up.toml"),
        ("says = ", "say = ", "made_up.toml"),
    ],
)
def test_a_broken_file_is_refused_and_the_rule_is_named(
    broken: str, instead: str, named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = MADE_UP.read_text("utf-8")
    assert broken in text
    file = tmp_path / "made_up.toml"
    file.write_text(text.replace(broken, instead), "utf-8")
    done = run(law.main, [str(file), "--check"], capsys)
    assert done.returncode == 1
    assert named in done.stderr
