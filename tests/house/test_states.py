"""Every life has one table of moves, and its picture in the docs is drawn from it."""

import inspect
from enum import StrEnum
from types import ModuleType

import pytest

from commonlot.cli import docs

MODULES = list(docs.state_modules())


def _lives(module: ModuleType) -> list[type[StrEnum]]:
    mine = [
        value
        for value in vars(module).values()
        if inspect.isclass(value) and value.__module__.startswith(module.__name__)
    ]
    return [value for value in mine if issubclass(value, StrEnum)]


@pytest.mark.parametrize(("name", "module"), MODULES, ids=[name for name, _ in MODULES])
def test_every_state_stands_in_a_table_of_moves(name: str, module: ModuleType) -> None:
    tables = dict(docs.machines(module))
    assert _lives(module), f"{name} has no states"
    for life in _lives(module):
        assert life.__name__ in tables, f"{life.__name__} has no table of moves"
        assert set(tables[life.__name__]) == set(life)


@pytest.mark.parametrize(("name", "module"), MODULES, ids=[name for name, _ in MODULES])
def test_every_state_can_be_reached_from_the_first(name: str, module: ModuleType) -> None:
    for title, moves in docs.machines(module):
        reached, waiting = set(), [next(iter(moves))]
        while waiting:
            state = waiting.pop()
            if state not in reached:
                reached.add(state)
                waiting += moves[state]
        assert reached == set(moves), f"{name} {title}"


def test_the_pages_made_from_the_code_are_as_the_code_says() -> None:
    assert docs.main(["--check"]) == 0
