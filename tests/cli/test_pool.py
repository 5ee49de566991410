"""`commonlot pool` as a clerk uses it: files in, one file out, or a clear word and nothing written."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from commonlot.cli.pool import main
from commonlot.engines.pooling import NeedLine, Register
from commonlot.engines.spreadsheets import Cell, Sheet, read_table, write_xlsx
from tests.cli.commands import Done, run
from tests.engines.pooling.learning.test_learning import scorer
from tests.engines.spreadsheets.files import ods

TOWN = 'description,unit,quantity\n"Copy paper, letter, 20 lb, white, 10 reams/case",CT,12\n'
PAPER, SHEETS = "Copy paper, letter, 20 lb, white, 10 reams/case", "White cut sheets"
SCHOOL: list[list[Cell]] = [
    ["PAPER COPY 8.5X11 20# WHT 5,000 sheets/ctn", "CT", Decimal(8)],
    ["Rock salt, bulk", "TON", Decimal("2.5")],
]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "Town of Rye Hill.csv").write_text(TOWN, encoding="utf-8")
    write_xlsx(
        tmp_path / "school.xlsx",
        [Sheet("Needs", ["Item", "UOM", "Qty"], SCHOOL, formats=["text", "text", "number"])],
    )
    return tmp_path


@pytest.fixture
def pool(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Done]:
    monkeypatch.chdir(desk)
    return lambda *arguments: run(main, list(arguments), capsys)


def test_the_console_script_needs_no_database(desk: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "commonlot.cli", "pool", "school.xlsx"],
        cwd=desk,
        env={
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "DATABASE_URL": "postgres://nowhere.invalid/x",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "2 lines of 1 agencies became 2 needs" in done.stdout


def test_two_agencies_files_become_one_list(desk: Path, pool: Callable[..., Done]) -> None:
    done = pool("Town of Rye Hill.csv", "school.xlsx", "-o", "pooled.json")
    assert done.returncode == 0, done.stderr
    answer = json.loads((desk / "pooled.json").read_text(encoding="utf-8"))
    assert answer["lines_read"] == 3
    paper, salt = answer["groups"]
    assert (paper["id"], paper["base_unit"], paper["total"], paper["tier"]) == (
        "g1",
        "SHEET",
        "100000",
        "auto",
    )
    assert paper["lines"][0] == {
        "file": "Town of Rye Hill.csv",
        "row": 2,
        "agency": "Town of Rye Hill",
        "quantity": "12",
        "unit": "CT",
        "base_quantity": "60000",
        "tier": "auto",
        "why": paper["lines"][0]["why"],
    }
    assert (salt["total"], salt["tier"], answer["asked"]) == ("2.5", "single", [])


def test_the_workbook_has_the_lines_the_shares_and_the_questions(
    desk: Path, pool: Callable[..., Done]
) -> None:
    assert pool("Town of Rye Hill.csv", "school.xlsx", "-o", "pooled.xlsx").returncode == 0
    table = read_table(desk / "pooled.xlsx")
    assert table.sheet == "Pooled lines"
    assert table.rows[0].cells[2:4] == ("SHEET", Decimal(100_000))


def test_unknown_columns_are_carried_through(desk: Path, pool: Callable[..., Done]) -> None:
    (desk / "fire.csv").write_text("description,unit,quantity,shelf\nRope,FT,4,=B7\n", encoding="utf-8")
    assert pool("fire.csv", "-o", "pooled.csv").returncode == 0
    assert (desk / "pooled.csv").read_text(encoding="utf-8-sig").splitlines()[1].endswith("'=B7")


def test_every_wrong_cell_is_named_and_nothing_is_written(desk: Path, pool: Callable[..., Done]) -> None:
    (desk / "fire.csv").write_text("description,unit,qty\nRope,FT,-4\nHose,FT,many\n", encoding="utf-8")
    done = pool("Town of Rye Hill.csv", "fire.csv", "-o", "pooled.json")
    assert done.returncode == 1
    assert "fire.csv, row 2, column qty: found “-4”, expected a number that is not negative" in done.stderr
    assert "fire.csv, row 3, column qty: found “many”" in done.stderr
    assert sorted(path.name for path in desk.iterdir()) == ["Town of Rye Hill.csv", "fire.csv", "school.xlsx"]


def test_an_older_result_stays_as_it_was_when_a_file_is_refused(
    desk: Path, pool: Callable[..., Done]
) -> None:
    (desk / "pooled.json").write_text("older", encoding="utf-8")
    (desk / "fire.csv").write_bytes(b"\x89PNG\r\n")
    assert pool("fire.csv", "-o", "pooled.json").returncode == 1
    assert (desk / "pooled.json").read_text(encoding="utf-8") == "older"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["school.xlsx", "-o", "pooled.pdf"],
        ["school.xlsx", "--format", "xlsx"],
        ["school.xlsx", "--column", "colour=Item"],
        ["school.xlsx", "--wrong"],
    ],
)
def test_wrong_usage_is_told_apart_from_wrong_input(
    desk: Path, pool: Callable[..., Done], arguments: list[str]
) -> None:
    assert pool(*arguments).returncode == 2


def test_a_header_in_another_language_can_be_named(desk: Path, pool: Callable[..., Done]) -> None:
    (desk / "fire.csv").write_text("Artikel,unit,Menge\nSeil,FT,4\n", encoding="utf-8")
    done = pool("fire.csv", "--column", "description=Artikel", "--column", "quantity=Menge")
    assert done.returncode == 0, done.stderr


def test_a_buyers_decisions_outrank_the_score(desk: Path, pool: Callable[..., Done]) -> None:
    (desk / "no.csv").write_text(
        "file_a,row_a,file_b,row_b,verdict\nTown of Rye Hill.csv,2,school.xlsx,2,different\n",
        encoding="utf-8",
    )
    done = pool("Town of Rye Hill.csv", "school.xlsx", "--decisions", "no.csv", "--format", "json")
    assert len(json.loads(done.stdout)["groups"]) == 3


def test_what_is_left_to_decide_is_written_and_read_back_once_decided(
    desk: Path, pool: Callable[..., Done]
) -> None:
    files = ("Town of Rye Hill.csv", "school.xlsx")
    assert pool(*files, "--decisions-out", "open.csv").returncode == 0
    written = (desk / "open.csv").read_text(encoding="utf-8-sig")
    assert written.splitlines()[1].startswith("Town of Rye Hill.csv,2,school.xlsx,2,,auto,")
    undecided = pool(*files, "--decisions", "open.csv", "--format", "json")
    assert len(json.loads(undecided.stdout)["groups"]) == 2
    (desk / "open.csv").write_text(written.replace(",2,,auto", ",2,different,auto"), encoding="utf-8")
    decided = pool(*files, "--decisions", "open.csv", "--format", "json", "--decisions-out", "again.csv")
    assert len(json.loads(decided.stdout)["groups"]) == 3
    assert ",different," in (desk / "again.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("name", ["library.xls", "library.ods"])
def test_workbooks_of_older_and_of_free_programs_are_pooled_like_others(
    desk: Path, pool: Callable[..., Done], name: str
) -> None:
    if name == "library.xls":
        # Written once by a program of that time: nothing in this project writes this form.
        (desk / name).write_bytes((Path(__file__).parent / name).read_bytes())
    else:
        rows = (("description", "unit", "quantity"), (PAPER, "CT", "4"))
        cells = "".join(
            "<table:table-row>"
            + "".join(
                f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>'
                for c in row
            )
            + "</table:table-row>"
            for row in rows
        )
        (desk / name).write_bytes(ods(cells))
    done = pool("Town of Rye Hill.csv", name, "--format", "json")
    assert done.returncode == 0, done.stderr
    paper = json.loads(done.stdout)["groups"][0]
    assert (paper["base_unit"], paper["total"], len(paper["lines"])) == ("SHEET", "80000", 2)


def test_a_need_that_was_confirmed_earlier_is_known_again(desk: Path, pool: Callable[..., Done]) -> None:
    (desk / "fire.csv").write_text("description,unit,quantity\nWhite cut sheets,CT,4\n", encoding="utf-8")
    lines = [NeedLine(("", i), "", text, "CT", Decimal(1)) for i, text in enumerate((SHEETS, PAPER))]
    register = Register.of((line, "paper") for line in lines)
    (desk / "known.json").write_text(register.to_text(), encoding="utf-8")
    apart = pool("Town of Rye Hill.csv", "fire.csv", "--format", "json")
    assert len(json.loads(apart.stdout)["groups"]) == 2
    known = pool("Town of Rye Hill.csv", "fire.csv", "--format", "json", "--register", "known.json")
    (group,) = json.loads(known.stdout)["groups"]
    assert [line["tier"] for line in group["lines"]] == ["auto", "auto"]
    assert any("same: confirmed before" in line["why"] for line in group["lines"])
    (desk / "known.json").write_text("[]", encoding="utf-8")
    assert pool("fire.csv", "--register", "known.json").returncode == 1


@pytest.mark.parametrize(
    "row", ["Town of Rye Hill.csv,99,school.xlsx,2,same", "Town of Rye Hill.csv,2,school.xlsx,x,same"]
)
def test_a_decision_about_nothing_is_refused(desk: Path, pool: Callable[..., Done], row: str) -> None:
    (desk / "no.csv").write_text(f"file_a,row_a,file_b,row_b,verdict\n{row}\n", encoding="utf-8")
    done = pool("Town of Rye Hill.csv", "school.xlsx", "--decisions", "no.csv")
    assert done.returncode == 1


@pytest.fixture
def model(desk: Path) -> str:
    """A model to which any maker will do, as the engine writes it."""
    (desk / "model.json").write_text(scorer().to_text(), encoding="utf-8")
    return "model.json"


def test_a_model_that_was_learned_scores_instead_of_the_hand_set_score(
    desk: Path, pool: Callable[..., Done], model: str
) -> None:
    goods = ("mop", "broom", "rake", "shovel")
    one = "".join(f"Acme {good},EA,1\n" for good in goods)
    other = "".join(f'"{good}, by Borel, any pack",EA,2\n' for good in goods)
    (desk / "one.csv").write_text(f"description,unit,quantity\n{one}", encoding="utf-8")
    (desk / "other.csv").write_text(f"description,unit,quantity\n{other}", encoding="utf-8")

    def scores(*more: str) -> list[str]:
        done = pool("one.csv", "other.csv", "--decisions-out", "left.csv", *more)
        assert done.returncode == 0, done.stderr
        assert ("Scored by the model of model.json." in done.stdout) == bool(more)
        with (desk / "left.csv").open(encoding="utf-8-sig", newline="") as file:
            return [row["score"] for row in csv.DictReader(file)]

    by_model, by_hand = scores("--model", model), scores()
    assert len(by_model) == 4, "any maker will do"
    assert all(float(score) > 0.9 for score in by_model)
    assert not set(by_model) & set(by_hand)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"file_a,row_a\n", "no learned scorer"),
        (b'{"confirmed_needs": {}}', "no learned scorer"),
        (b"\xff\xfe\x00", "no text, expected a model as JSON"),
        ("another version", "learned by another version of the engine"),
        ("broken trees", "its trees cannot be read"),
    ],
    ids=["a table", "a register", "no text", "another version", "broken trees"],
)
def test_a_file_that_is_no_model_is_refused_and_nothing_is_written(
    desk: Path, pool: Callable[..., Done], content: bytes | str, why: str
) -> None:
    told = json.loads(scorer().to_text())
    told["form"] = 99 if content == "another version" else told["form"]
    told["models"] = ["tree\n"] * 2
    (desk / "wrong.json").write_bytes(content if isinstance(content, bytes) else json.dumps(told).encode())
    done = pool("Town of Rye Hill.csv", "--model", "wrong.json", "-o", "pooled.json")
    assert done.returncode == 1
    assert "wrong.json: " in done.stderr
    assert why in done.stderr
    assert not (desk / "pooled.json").exists()


def test_a_model_that_is_not_there_is_refused(pool: Callable[..., Done]) -> None:
    done = pool("Town of Rye Hill.csv", "--model", "nowhere.json")
    assert done.returncode == 1
    assert "nowhere.json" in done.stderr
