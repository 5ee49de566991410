"""The code as data: its files, its trees, its templates."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CODE = ROOT / "commonlot"
VENDORED = CODE / "web" / "static" / "vendor"


def python_files(*folders: str) -> list[Path]:
    """Return our Python files, without migrations; all of commonlot, or the named folders of the checkout."""
    roots = [ROOT / folder for folder in folders or ("commonlot",)]
    files = (path for root in roots for path in sorted(root.rglob("*.py")))
    return [path for path in files if "migrations" not in path.parts]


def templates() -> list[Path]:
    """Return our HTML templates."""
    return [path for path in sorted(CODE.rglob("*.html")) if VENDORED not in path.parents]


def tree_of(path: Path) -> ast.Module:
    """Parse one file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def where(path: Path, line: int) -> str:
    """Name a place as an editor understands it."""
    return f"{path.relative_to(ROOT)}:{line}"


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Give every function of a file, also the inner ones."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def dotted(node: ast.expr) -> str:
    """Write `a.b.c` as text; what is not such a chain is empty."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""
