"""`commonlot pool`: put several agencies' requirements together, with no server and no database."""

import argparse
import json
import os
import time
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import cast

from commonlot.cli import terminal
from commonlot.cli.decisions_file import read_decisions, write_decisions
from commonlot.cli.pooled_files import TIERS, WRITERS, as_json
from commonlot.engines.pooling import Group, NeedLine, PoolingResult, Register, pool_lines
from commonlot.engines.pooling.judging import Scorer
from commonlot.engines.requirements_file import NAMES, RequirementLine, parse_requirements
from commonlot.engines.spreadsheets import FileRefused, Problem, read_table
from commonlot.kernel.errors import Refused

# From so many lines on, reading on two cores is worth the second that it takes to start.
MANY = 10_000


def main(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    options = _options(arguments)
    started = time.monotonic()
    progress = terminal.Progress()
    try:
        lines, notes = _read_files(options.files, options.columns)
        decisions = read_decisions(options.decisions) if options.decisions else []
        register = _read_register(options.register) if options.register else None
        scorer = _read_model(options.model) if options.model else None
        typed = {(line.file, line.row): line for line in lines}
        needs = [_need(line) for line in lines]
        processes = min(2, os.cpu_count() or 1) if len(needs) >= MANY else 1
        result = pool_lines(needs, decisions, progress, scorer=scorer, register=register, processes=processes)
        progress.end()
        if options.output:
            with terminal.whole_file(options.output) as part:
                WRITERS[options.format](part, result, typed)
        if options.decisions_out:
            with terminal.whole_file(options.decisions_out) as part:
                write_decisions(part, result, decisions)
    except FileRefused as refusal:
        progress.end()
        return terminal.complain(refusal.problems)
    except (Refused, OSError) as refusal:
        progress.end()
        return terminal.complain([refusal])
    if options.output is None and options.format == "json":
        print(json.dumps(as_json(result), ensure_ascii=False, indent=1))
    else:
        _summarise(result, notes, options, time.monotonic() - started)
    return terminal.DONE


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="commonlot pool",
        description="Pool the requirements of several agencies: like needs become one line, every unit adds up.",
        epilog="Example: commonlot pool town.csv school.xlsx fire.csv -o pooled.xlsx",
        allow_abbrev=False,
    )
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="CSV, XLSX, XLS or ODS, one need a row"
    )
    _add_files(parser)
    parser.add_argument(
        "--explain", action="store_true", help="print the reasons for every line of every group"
    )
    parser.add_argument(
        "--column", action="append", default=[], metavar="NAME=HEADER", help="which header is which column"
    )
    options = parser.parse_args(arguments)
    options.columns = terminal.columns_chosen(options.column, NAMES, parser.error)
    options.format = terminal.format_of(options.format, options.output)
    if options.output and options.format is None:
        parser.error(f"-o {options.output}: expected an ending .xlsx, .csv or .json, or --format")
    if options.format in ("xlsx", "csv") and options.output is None:
        parser.error(f"--format {options.format} needs -o OUT")
    return options


def _add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", type=Path, metavar="OUT", help="file to write (.xlsx, .csv or .json)"
    )
    parser.add_argument(
        "--format", choices=("xlsx", "csv", "json"), help="what to write, if OUT's ending does not say"
    )
    parser.add_argument(
        "--decisions",
        type=Path,
        metavar="FILE",
        help="CSV: file_a,row_a,file_b,row_b,verdict (same | different)",
    )
    parser.add_argument(
        "--decisions-out",
        type=Path,
        metavar="FILE",
        help="write what is decided and, with an empty verdict, what is left to decide; to be used as --decisions",
    )
    parser.add_argument(
        "--register", type=Path, metavar="FILE", help="JSON: needs that were confirmed earlier (see the docs)"
    )
    parser.add_argument(
        "--model",
        type=Path,
        metavar="FILE",
        help="JSON: a model learned from decisions, to score by instead of the hand-set score (see the docs)",
    )


def _read_files(paths: Sequence[Path], chosen: dict[str, str]) -> tuple[list[RequirementLine], list[str]]:
    """Read every file; raise FileRefused with the problems of all of them."""
    lines: list[RequirementLine] = []
    notes: list[str] = []
    problems: list[Problem] = []
    names = _names(paths)
    for path in paths:
        try:
            table = read_table(path, name=names[path])
        except FileRefused as refusal:
            problems += refusal.problems
            continue
        reading = parse_requirements(table, chosen=chosen, agency=path.stem)
        problems += reading.problems
        lines += reading.lines
        notes += table.notes
        if reading.columns.said():
            notes.append(f"{names[path]}: read {', '.join(reading.columns.said())}.")
    if problems:
        raise FileRefused(problems)
    return lines, notes


def _names(paths: Sequence[Path]) -> dict[Path, str]:
    """Call each file by its name, or by its path where two have the same name."""
    seen: dict[Path, Path] = {}
    for path in paths:
        if seen.setdefault(path.resolve(), path) is not path:
            raise Refused(f"{path}: found the same file twice, expected every file once.")
    counted = [path.name for path in paths]
    return {path: path.name if counted.count(path.name) == 1 else str(path) for path in paths}


def _need(line: RequirementLine) -> NeedLine:
    return NeedLine(
        (line.file, line.row),
        line.agency,
        line.description,
        line.unit,
        line.quantity,
        line.part_number,
        line.count_in,
        line.question,
    )


def _read_register(path: Path) -> Register:
    try:
        return Register.from_text(path.read_text(encoding="utf-8"))
    except (Refused, UnicodeDecodeError) as refusal:
        raise Refused(f"{path}: found no register, expected JSON with “confirmed_needs”.") from refusal


def _read_model(path: Path) -> Scorer:
    # What learns takes a second to load, and most runs score by hand.
    from commonlot.engines.pooling.learning import LearnedScorer

    try:
        model = LearnedScorer.from_text(path.read_text(encoding="utf-8"))
        model.try_out()
    except UnicodeDecodeError as error:
        raise Refused(f"{path}: found no text, expected a model as JSON.") from error
    except Refused as refusal:
        raise Refused(f"{path}: {refusal} Expected the file of a model that was learned here.") from refusal
    return cast("Scorer", model)


def _summarise(
    result: PoolingResult, notes: Sequence[str], options: argparse.Namespace, seconds: float
) -> None:
    for note in notes:
        print(note)
    agencies = {grouped.line.agency for group in result.groups for grouped in group.lines}
    tiers = {tier: sum(group.tier == tier for group in result.groups) for tier in TIERS}
    read = f"{result.lines_read:,} lines of {len(agencies):,} agencies"
    print(f"{read} became {len(result.groups):,} needs in {seconds:.1f} s:")
    print(f"  {tiers['auto']:,} to confirm in one click,")
    print(f"  {tiers['suggest']:,} to review,")
    print(f"  {tiers['single']:,} that stand alone.")
    if options.model:
        print(f"  Scored by the model of {options.model}.")
    if result.asked:
        print(f"  {len(result.asked):,} lines need an answer before they count; they are in no total.")
    print()
    shown = [group for group in result.groups if group.tier != "single"][:15] or list(result.groups[:15])
    rows = [
        [g.id, terminal.cut(g.name, 60), f"{g.total:,f}", g.base_unit, str(len(g.lines)), g.tier]
        for g in shown
    ]
    terminal.print_table(["line", "need", "total", "unit", "lines", "tier"], rows, right=(2, 4))
    if len(result.groups) > len(shown):
        print(f"… and {len(result.groups) - len(shown):,} more.")
    if options.explain:
        _explain(result.groups)
    if options.output:
        print(f"\nWritten: {options.output}")


def _explain(groups: Sequence[Group]) -> None:
    for group in groups:
        print(f"\n{group.id}  {group.name}: {group.total:,f} {group.base_unit} ({group.tier})")
        for grouped in group.lines:
            counted = grouped.question or f"{grouped.base_quantity or Decimal(0):,f} {group.base_unit}"
            place = f"{grouped.line.key[0]}, row {grouped.line.key[1]}"
            print(
                f"  {grouped.line.agency}: {grouped.line.quantity:f} {grouped.line.unit} = {counted}  [{place}]"
            )
            print(f"      “{grouped.line.description}”")
            for why in grouped.why:
                print(f"      {why}")
