"""`commonlot docs`: writes the reference pages that are made from the code; with --check, compares them only."""

import pkgutil
import sys
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import commonlot
from commonlot.kernel.workflow import Moves, mermaid, words
from commonlot.process import STAGES

ROOT = Path(commonlot.__file__).resolve().parent.parent
STATES_FOLDER = Path("docs") / "reference" / "states"


def main(arguments: list[str]) -> int:
    """Write every generated page, or with --check name those that differ from the code."""
    pages = dict(generated_pages())
    stale = [path for path, text in pages.items() if not _is_written(ROOT / path, text)]
    left_over = [path for path in _written_pages() if path not in pages]
    if "--check" in arguments:
        for path in [*stale, *left_over]:
            print(f"{path} is not as the code says; `make docs` puts it right.", file=sys.stderr)
        return 1 if stale or left_over else 0
    for path in stale:
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(pages[path], encoding="utf-8")
        print(f"wrote {path}")
    for path in left_over:
        (ROOT / path).unlink()
        print(f"removed {path}")
    return 0


def generated_pages() -> Iterator[tuple[Path, str]]:
    """Give the path and the text of every page that is made from the code."""
    for name, module in state_modules():
        yield STATES_FOLDER / f"{name}.md", states_page(name, module)


def state_modules() -> Iterator[tuple[str, ModuleType]]:
    """Give every states module: the stages' in the order of the process, then the records'."""
    records = import_module("commonlot.records")
    names = [f"commonlot.process.{stage.key}" for stage in STAGES]
    names += [
        f"commonlot.records.{part.name}" for part in pkgutil.iter_modules(records.__path__) if part.ispkg
    ]
    for name in names:
        if find_spec(f"{name}.states"):
            yield name.rsplit(".", 1)[1], import_module(f"{name}.states")


def machines(module: ModuleType) -> list[tuple[str, Moves[StrEnum]]]:
    """Return a states module's tables of moves, each with the name of its states, in the order of the file."""
    tables = [value for value in vars(module).values() if _is_table(value)]
    return [(type(next(iter(table))).__name__, table) for table in tables]


def _is_table(value: object) -> bool:
    return (
        isinstance(value, dict)
        and bool(value)
        and all(
            isinstance(key, StrEnum) and isinstance(followers, frozenset) for key, followers in value.items()
        )
    )


def states_page(name: str, module: ModuleType) -> str:
    """Write one states module as a page: a diagram and a table for each of its machines."""
    parts = [f"# States: {name}", (module.__doc__ or "").strip(), "Made from the code by `make docs`."]
    for title, moves in machines(module):
        rows = [f"| {words(state)} | {_followers(moves, state)} |" for state in moves]
        parts.append(f"## {title}")
        parts.append(f"```mermaid\n{mermaid(moves)}\n```")
        parts.append("\n".join(["| from | may become |", "|---|---|", *rows]))
    return "\n\n".join(part for part in parts if part) + "\n"


def _followers(moves: Moves[StrEnum], state: StrEnum) -> str:
    ordered = [words(other) for other in moves if other in moves[state]]
    return ", ".join(ordered) or "nothing: this is the end"


def _is_written(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def _written_pages() -> list[Path]:
    return [path.relative_to(ROOT) for path in sorted((ROOT / STATES_FOLDER).glob("*.md"))]
