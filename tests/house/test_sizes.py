"""What is read in one go stays small."""

from tests.house.source import functions, python_files, templates, where

LONGEST_FILE = 400
LONGEST_FUNCTION = 40


def test_no_file_is_longer_than_400_lines() -> None:
    files = [*python_files("commonlot", "tests", "scripts", "bench"), *templates()]
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {where(path, size) for path, size in sizes.items() if size > LONGEST_FILE} == set()


def test_no_function_is_longer_than_40_lines() -> None:
    long = {
        f"{where(path, node.lineno)} {node.name}"
        for path in python_files("commonlot", "tests", "scripts", "bench")
        for node in functions(path)
        if (node.end_lineno or node.lineno) - node.lineno + 1 > LONGEST_FUNCTION
    }
    assert long == set()
