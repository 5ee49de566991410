"""Habits that keep the parts of the house apart."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.source import CODE, dotted, functions, python_files, templates, tree_of, where

CLOCKS = {
    "timezone.now", "datetime.now", "datetime.utcnow", "datetime.today", "datetime.datetime.now", "date.today",
    "datetime.date.today", "time.time", "clock.now",
}  # fmt: skip
CLOCKS_WITHOUT_ARGUMENTS = {"timezone.localtime", "timezone.localdate"}  # with a moment, they only convert it
THE_CLOCK = CODE / "records" / "clock.py"
SCREENS = {"views", "jobs", "api", "middleware"}
SCREEN_FOLDERS = {CODE / "web", CODE / "cli", CODE / "config", CODE / "api"}
# A block of data is not run, so the content policy lets it stand.
INLINE = re.compile(
    r"""<[^>]*\s(style|on[a-z]+)\s*=|<style\b|<script(?![^>]*(\bsrc=|type="application/json"))[^>]*>""",
    re.IGNORECASE,
)
SEALED = re.compile(r"\b(PaperBid|paper_bids?|Envelopes?|envelopes?)\b")


def _is(path: Path, names: set[str]) -> bool:
    """Tell whether a file is one of the named modules of its part: views.py, or a file in views/."""
    if path.parent.parent == CODE / "records" and path.parent.name in names:
        return path.stem in names  # the record named jobs is not a screen
    return path.stem in names or path.parent.name in names


def _is_screen(path: Path) -> bool:
    return _is(path, SCREENS) or any(folder in path.parents for folder in SCREEN_FOLDERS)


def _reads_a_clock(node: ast.AST) -> bool:
    if isinstance(node, ast.keyword):  # a field's default
        return dotted(node.value) in CLOCKS
    if not isinstance(node, ast.Call):
        return False
    name = dotted(node.func)
    return name in CLOCKS or (name in CLOCKS_WITHOUT_ARGUMENTS and not node.args and not node.keywords)


def test_no_clock_is_read_below_the_screens() -> None:
    read = {
        where(path, node.lineno)
        for path in python_files()
        if not _is_screen(path) and path != THE_CLOCK
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call | ast.keyword) and _reads_a_clock(node)
    }
    assert read == set()


def _assigns_status(node: ast.AST) -> bool:
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        targets = [node.target]
    flat = [
        part for target in targets for part in (target.elts if isinstance(target, ast.Tuple) else [target])
    ]
    return any(isinstance(target, ast.Attribute) and target.attr == "status" for target in flat)


def _updates_status(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"update", "bulk_update"}
        and any(keyword.arg == "status" for keyword in node.keywords)
    )


def test_a_status_is_assigned_in_actions_only() -> None:
    assigned = {
        where(path, node.lineno)
        for path in python_files("commonlot/process", "commonlot/records", "commonlot/web")
        if not _is(path, {"actions"})
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.stmt | ast.expr) and (_assigns_status(node) or _updates_status(node))
    }
    assert assigned == set()


def test_no_model_overrides_save_or_delete() -> None:
    overriding = {
        f"{where(path, node.lineno)} {node.name}"
        for path in python_files("commonlot/process", "commonlot/records")
        for node in functions(path)
        if node.name in {"save", "delete", "asave", "adelete"}
    }
    assert overriding == set()


# django-anymail tells of bounces by a signal and in no other way; this one file hears it and calls an action.
HEARS_ANYMAIL = CODE / "records" / "notices" / "bounces" / "views.py"


def test_no_stage_listens_to_signals() -> None:
    listening = {
        where(path, node.lineno)
        for path in python_files("commonlot/process", "commonlot/records")
        if path != HEARS_ANYMAIL
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.ImportFrom) and "signals" in (node.module or ""))
        or (isinstance(node, ast.Name) and node.id == "receiver")
    }
    assert listening == set()


def test_an_act_takes_its_facts_by_name() -> None:
    careless = {
        f"{where(path, node.lineno)} {node.name}"
        for path in python_files("commonlot/process", "commonlot/records")
        if _is(path, {"actions"})
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if {"actor", "now"} & {argument.arg for argument in node.args.args}
    }
    assert careless == set()


def test_only_bidding_knows_a_sealed_bid() -> None:
    elsewhere = [
        path for path in python_files("commonlot") if CODE / "process" / "bidding" not in path.parents
    ]
    known = {
        where(path, number)
        for path in elsewhere
        if CODE / "cli" not in path.parents
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if SEALED.search(line.split("#")[0]) and "import" in line
    }
    assert known == set()


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="color:red">', "<button onclick='go()'>", "<style>", "<script>go()</script>",
        '<td\n  class="x"\n  style="width:1px">',
    ],
)  # fmt: skip
def test_the_search_for_inline_style_and_script_finds_them(markup: str) -> None:
    assert INLINE.search(markup)


@pytest.mark.parametrize(
    "markup", ['<script src="a.js"></script>', '<script type="application/json">{}', "<p>"]
)
def test_the_search_for_inline_style_and_script_lets_files_and_data_stand(markup: str) -> None:
    assert not INLINE.search(markup)


def test_no_template_has_inline_style_or_script() -> None:
    inline = {
        where(path, text[: found.start()].count("\n") + 1)
        for path in templates()
        for text in [path.read_text(encoding="utf-8")]
        for found in INLINE.finditer(text)
    }
    assert inline == set()
