"""The file of decisions: which two lines are the same need and which are not, with what is still to be decided."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from commonlot.engines.pooling import Decision, PoolingResult
from commonlot.engines.spreadsheets import FileRefused, Problem, read_table, write_csv

HEADERS = ("file_a", "row_a", "file_b", "row_b", "verdict")
TO_READ = ("tier", "score", "description_a", "description_b", "why")


def read_decisions(path: Path) -> list[Decision]:
    """Read a file of decisions; a row without a verdict is not decided. Raises FileRefused."""
    table = read_table(path)
    headers = [header.casefold() for header in table.headers]
    if not set(HEADERS) <= set(headers):
        raise FileRefused(
            [Problem(table.file, ", ".join(table.headers), ",".join(HEADERS), table.header_row)]
        )
    decisions, problems = [], []
    for row in table.rows:
        said = {name: str(row.cells[headers.index(name)] or "").strip() for name in HEADERS}
        verdict = said["verdict"].casefold()
        wrong = [(name, "the number of a row") for name in ("row_a", "row_b") if not said[name].isdecimal()]
        wrong += [] if verdict in ("same", "different", "") else [("verdict", "same or different")]
        problems += [
            Problem(table.file, f"“{said[name]}”", expected, row.number, name) for name, expected in wrong
        ]
        if verdict and not wrong:
            a, b = (said["file_a"], int(said["row_a"])), (said["file_b"], int(said["row_b"]))
            decisions.append(Decision(a, b, verdict))
    if problems:
        raise FileRefused(problems)
    return decisions


def write_decisions(target: Path, result: PoolingResult, decisions: Sequence[Decision]) -> None:
    """Write the decisions as they stand, then each line of a group beside the group's first, the verdict left empty."""
    with target.open("w", encoding="utf-8-sig", newline="") as stream:
        write_csv(stream, [*HEADERS, *TO_READ], _rows(result, decisions))


def _rows(result: PoolingResult, decisions: Sequence[Decision]) -> Iterator[list[Any]]:
    typed = {g.line.key: g.line.description for group in result.groups for g in group.lines}
    for decision in decisions:
        yield [
            *decision.a,
            *decision.b,
            decision.verdict,
            None,
            None,
            typed[decision.a],
            typed[decision.b],
            None,
        ]
    decided = {frozenset((decision.a, decision.b)) for decision in decisions}
    for group in result.groups:
        first = group.lines[0].line
        for grouped in group.lines[1:]:
            line = grouped.line
            if frozenset((first.key, line.key)) not in decided:
                said = (first.description, line.description, "; ".join(grouped.why))
                yield [*first.key, *line.key, None, grouped.tier, f"{grouped.score:.2f}", *said]
