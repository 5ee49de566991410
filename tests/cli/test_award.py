"""`commonlot award` as a buyer uses it: bids in, award out, or a clear word and nothing written."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from commonlot.cli.award import main
from commonlot.engines.spreadsheets import read_table
from tests.cli.commands import Done, run

BIDS = """line,description,vendor,quantity,unit,unit_price
1,Rock salt,Salt & Sons,100,TON,70.125
1,Rock salt,Rival Salt Co.,100,TON,70.13
2,Brine,Rival Salt Co.,50,GAL,1.10
2,Brine,Salt & Sons,50,GAL,No Bid
3,Sand,Salt & Sons,5,TON,NB
"""


@pytest.fixture
def award(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Done]:
    def on(text: str, *arguments: str, name: str = "bids.csv") -> Done:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return run(main, [name, *arguments], capsys)

    monkeypatch.chdir(tmp_path)
    return on


def test_the_answer_has_the_documented_shape(tmp_path: Path, award: Callable[..., Done]) -> None:
    done = award(BIDS, "-o", "award.json")
    assert done.returncode == 0, done.stderr
    answer = json.loads((tmp_path / "award.json").read_text(encoding="utf-8"))
    assert answer.pop("seconds") >= 0
    assert answer == {
        "status": "optimal",
        "objective_cents": 706_750,
        "bound_cents": 706_750,
        "awards": [
            {"line": "1", "bidder": "Salt & Sons", "amount_cents": 701_250, "via": "line"},
            {"line": "2", "bidder": "Rival Salt Co.", "amount_cents": 5_500, "via": "line"},
        ],
        "unawarded": ["3"],
        "bidders": [
            {"bidder": "Rival Salt Co.", "volume_cents": 5_500, "percent": "0", "total_cents": 5_500},
            {"bidder": "Salt & Sons", "volume_cents": 701_250, "percent": "0", "total_cents": 701_250},
        ],
        "ties": [],
        "conflict": [],
    }


def test_the_workbook_opens_with_the_totals(tmp_path: Path, award: Callable[..., Done]) -> None:
    assert award(BIDS, "-o", "award.xlsx").returncode == 0
    table = read_table(tmp_path / "award.xlsx")
    assert table.sheet == "Summary"
    assert table.rows[1].cells == ("Salt & Sons", Decimal(1), Decimal("7012.5"))


def test_a_line_with_two_quantities_is_refused(tmp_path: Path, award: Callable[..., Done]) -> None:
    done = award(BIDS.replace("Rival Salt Co.,100", "Rival Salt Co.,90"), "-o", "award.json")
    assert done.returncode == 1
    assert "bids.csv, row 3, column quantity: found “90”" in done.stderr
    assert not (tmp_path / "award.json").exists()


def test_what_cannot_be_decided_yet_is_said_in_one_sentence(
    tmp_path: Path, award: Callable[..., Done]
) -> None:
    done = award(BIDS, "--max-vendors", "1", "-o", "award.json")
    assert done.returncode == 1
    assert "not yet decided" in done.stderr
    assert not (tmp_path / "award.json").exists()


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"lines": [{"id": "1", "quantity": 1.5}]}', '{"lines": [{"id": "1"}]}']
)
def test_a_broken_form_is_refused(tmp_path: Path, award: Callable[..., Done], text: str) -> None:
    done = award(text, name="form.json")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "form.json" in done.stderr


@pytest.mark.parametrize(
    "arguments", [["--seconds", "0"], ["--max-vendors", "0"], ["--basis", "zone"], ["-o", "a.pdf"]]
)
def test_wrong_usage_is_told_apart_from_wrong_input(
    tmp_path: Path, award: Callable[..., Done], arguments: list[str]
) -> None:
    assert award(BIDS, *arguments).returncode == 2
