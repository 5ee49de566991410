"""Writes what `commonlot pool` found: JSON in the documented shape, CSV, and a workbook that a buyer can use."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from commonlot.engines.pooling import PoolingResult
from commonlot.engines.requirements_file import RequirementLine
from commonlot.engines.spreadsheets import Sheet, write_csv, write_xlsx

TIERS = {"auto": "offer", "suggest": "review", "single": "single"}


def as_json(result: PoolingResult) -> dict[str, Any]:
    """Return the result in the documented shape: every number a decimal as text."""
    return {
        "lines_read": result.lines_read,
        "groups": [
            {
                "id": group.id,
                "name": group.name,
                "base_unit": group.base_unit,
                "total": format(group.total, "f"),
                "tier": group.tier,
                "lines": [
                    {
                        "file": grouped.line.key[0],
                        "row": grouped.line.key[1],
                        "agency": grouped.line.agency,
                        "quantity": format(grouped.line.quantity, "f"),
                        "unit": grouped.line.unit,
                        "base_quantity": None
                        if grouped.base_quantity is None
                        else format(grouped.base_quantity, "f"),
                        "tier": grouped.tier,
                        "why": list(grouped.why),
                    }
                    for grouped in group.lines
                ],
            }
            for group in result.groups
        ],
        "asked": [
            {"file": asked.line.key[0], "row": asked.line.key[1], "question": asked.question}
            for asked in result.asked
        ],
    }


Typed = dict[tuple[str, int], RequirementLine]


def _write_json(target: Path, result: PoolingResult, _typed: Typed) -> None:
    target.write_text(json.dumps(as_json(result), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


LINE_HEADERS = (
    "group",
    "name",
    "base_unit",
    "total",
    "group_tier",
    "agency",
    "file",
    "row",
    "description",
    "quantity",
    "unit",
    "base_quantity",
    "tier",
    "why",
    "question",
)
CARRIED = ("tolerance", "site", "needed_by", "price_paid", "part_number", "budget_code")


def _line_rows(result: PoolingResult, typed: Typed, extra: Sequence[str]) -> Iterator[list[Any]]:
    for group in result.groups:
        for g in group.lines:
            source = typed[g.line.key]  # type: ignore[index]
            yield [
                group.id,
                group.name,
                group.base_unit,
                group.total,
                group.tier,
                g.line.agency,
                source.file,
                source.row,
                g.line.description,
                g.line.quantity,
                g.line.unit,
                g.base_quantity,
                g.tier,
                "; ".join(g.why),
                g.question,
                *(getattr(source, name) for name in CARRIED),
                *(source.extra.get(name) for name in extra),
            ]


def _extra_headers(typed: Typed) -> list[str]:
    taken = {*LINE_HEADERS, *CARRIED}
    return [
        name for name in dict.fromkeys(n for line in typed.values() for n in line.extra) if name not in taken
    ]


def _write_csv(target: Path, result: PoolingResult, typed: Typed) -> None:
    extra = _extra_headers(typed)
    with target.open("w", encoding="utf-8-sig", newline="") as stream:
        write_csv(stream, [*LINE_HEADERS, *CARRIED, *extra], _line_rows(result, typed, extra))


def _write_xlsx(target: Path, result: PoolingResult, typed: Typed) -> None:
    sheets = [
        _pooled_sheet(result),
        _shares_sheet(result),
        _questions_sheet(result),
        _lines_sheet(result, typed),
    ]
    write_xlsx(target, sheets)


def _pooled_sheet(result: PoolingResult) -> Sheet:
    rows: Iterator[list[Any]] = (
        [
            *(group.id, group.name, group.base_unit, group.total, TIERS[group.tier]),
            *(len({g.line.agency for g in group.lines}), len(group.lines)),
            sum(g.question is not None for g in group.lines) or None,
        ]
        for group in result.groups
    )
    headers = ["Line", "Need", "Base unit", "Total", "Tier", "Agencies", "Lines", "To ask"]
    formats = ("text", "text", "text", "number", "text", "number", "number", "number")
    return Sheet("Pooled lines", headers, rows, (8, 60, 11, 14, 12, 10, 8, 8), formats)


def _shares_sheet(result: PoolingResult) -> Sheet:
    """One row for each agency in each need, so that the shares can be added up and filtered."""
    rows: Iterator[list[Any]] = (
        [group.id, group.name, agency, share, group.base_unit, group.total]
        for group in result.groups
        for agency, share in group.shares().items()
    )
    headers = ["Line", "Need", "Agency", "Share", "Base unit", "Total of the line"]
    formats = ("text", "text", "text", "number", "text", "number")
    return Sheet("Shares by agency", headers, rows, (8, 60, 36, 14, 11, 16), formats)


def _questions_sheet(result: PoolingResult) -> Sheet:
    rows: Iterator[list[Any]] = (
        [
            *(a.line.agency, str(a.line.key[0]), int(str(a.line.key[1])), a.line.description),
            *(a.line.quantity, a.line.unit, a.question, None),
        ]
        for a in result.asked
    )
    headers = ["Agency", "File", "Row", "Description", "Quantity", "Unit", "Question", "Answer"]
    formats = ("text", "text", "number", "text", "number")
    return Sheet("Questions", headers, rows, (28, 24, 8, 60, 12, 10, 60, 24), formats)


def _lines_sheet(result: PoolingResult, typed: Typed) -> Sheet:
    extra = _extra_headers(typed)
    headers = [header.replace("_", " ").capitalize() for header in (*LINE_HEADERS, *CARRIED)]
    numbers = {"total", "row", "quantity", "base_quantity", "tolerance"}
    looks = {"needed_by": "date", "price_paid": "price"}
    formats = ["number" if name in numbers else looks.get(name, "text") for name in (*LINE_HEADERS, *CARRIED)]
    widths = (8, 40, 11, 14, 12, 28, 20, 7, 50, 12, 10, 14, 10, 50, 40)
    taken = {header.casefold() for header in headers}
    carried = [name if name.casefold() not in taken else f"{name} (as handed in)" for name in extra]
    return Sheet("Lines", [*headers, *carried], _line_rows(result, typed, extra), widths, formats)


WRITERS = {"json": _write_json, "csv": _write_csv, "xlsx": _write_xlsx}
