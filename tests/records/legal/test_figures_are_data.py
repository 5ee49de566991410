"""No figure or date of law stands in the code: it would not change when the rule does."""

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from commonlot.process import STAGES
from commonlot.records.legal.pack import read_pack
from commonlot.records.legal.rules import last_day, long_day
from tests.house.source import CODE, dotted, python_files, templates, tree_of, where

PACK = read_pack()
LARGE = 1000  # below this, a number of the code is seldom the law's
FOLDERS = [
    f"commonlot/{part}" for part in ("kernel", "engines", "records", "process", "web")
]  # not the machinery's limits
SAMPLES = CODE / "web" / "templates" / "web" / "components.html"  # shows the parts with a sentence of each
FIGURES = {rule.figure_words for rule in PACK.rules if rule.unit in {"dollars", "percent"}}
NUMBERS = {rule.number for rule in PACK.rules if rule.number is not None and rule.number >= LARGE}
DAYS = {
    day
    for rule in PACK.rules
    for day in (rule.effective_from, rule.effective_to, last_day(rule.effective_to))
    if day is not None
}
WORDS = re.compile(
    "|".join(rf"(?<![\d.,]){re.escape(words)}(?![\d%]|,\d)" for words in sorted(FIGURES))
    + "|"
    + "|".join(f"{day.isoformat()}|{long_day(day)}" for day in sorted(DAYS))
)


def _holds_law(node: ast.AST) -> bool:
    """Say whether a piece of code is a figure or a day of the pack."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            return bool(WORDS.search(node.value)) or node.value in {f"{number:f}" for number in NUMBERS}
        return isinstance(node.value, int | float) and Decimal(node.value) in NUMBERS
    if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] == "date":
        parts = [each.value for each in node.args if isinstance(each, ast.Constant)]
        numbers = [part for part in parts if isinstance(part, int)]
        return len(numbers) == 3 and tuple(numbers) in {(day.year, day.month, day.day) for day in DAYS}
    return False


def _docstrings(tree: ast.AST) -> set[ast.AST]:
    described = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    firsts = [node.body[0] for node in ast.walk(tree) if isinstance(node, described) and node.body]
    return {first.value for first in firsts if isinstance(first, ast.Expr)}


def _found_in(tree: ast.AST, path: Path) -> Iterator[str]:
    described = _docstrings(tree)
    for node in ast.walk(tree):
        if node not in described and _holds_law(node):
            yield where(path, getattr(node, "lineno", 0))


def test_no_figure_or_day_of_law_stands_in_the_code() -> None:
    files = python_files(*FOLDERS)
    assert {found for path in files for found in _found_in(tree_of(path), path)} == set()


def test_no_figure_or_day_of_law_stands_in_a_page() -> None:
    found = {
        where(path, number)
        for path in templates()
        if path != SAMPLES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if WORDS.search(line) and "width=" not in line
    }
    assert found == set()


@pytest.mark.parametrize(
    "code",
    ["x > 20000", "Decimal('35000')", "date(2026, 6, 30)", "'at most $20,000 a year'", "'above 50% of the board'",
     "'until 2026-06-30'", "'ended on June 30, 2026'", "datetime.date(2029, 8, 1)"],
)  # fmt: skip
def test_the_search_for_figures_of_law_finds_them(code: str) -> None:
    assert any(_holds_law(node) for node in ast.walk(ast.parse(code)))


@pytest.mark.parametrize("code", ["x > 5", "'$120,000'", "'150%'", "'$500,000'", "date(2026, 6, 29)", "500"])
def test_the_search_for_figures_of_law_lets_others_stand(code: str) -> None:
    assert not any(_holds_law(node) for node in ast.walk(ast.parse(code)))


# --- who asks what ----------------------------------------------------------------------------------------------
def _asked_by_the_code() -> Iterator[tuple[str, str, str]]:
    """Give each question that the code of a stage asks: its code, the stage, the place."""
    for stage in STAGES:
        for path in python_files(f"commonlot/process/{stage.key}"):
            for node in ast.walk(tree_of(path)):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr == "ask"
                ):
                    first = node.args[0] if node.args else None
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        yield first.value, stage.key, where(path, node.lineno)


def test_a_question_that_a_stage_asks_is_in_the_pack_and_names_that_stage() -> None:
    stages = {question.code: question.stage for question in PACK.questions}
    astray = {
        f"{place}: {code}"
        for code, stage, place in _asked_by_the_code()
        if stage not in stages.get(code, "").split(", ")
    }
    assert astray == set()


def test_the_stages_that_the_pack_names_exist() -> None:
    named = {stage for each in (*PACK.paths, *PACK.questions) for stage in each.stage.split(", ") if stage}
    assert named <= {stage.key for stage in STAGES}
