"""`commonlot award`: award a file of bids to the lowest responsive offers, with no server and no database."""

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from commonlot.cli import terminal
from commonlot.engines.award import Form, award_lines, form_of_tabulation, read_form
from commonlot.engines.award.form import MILLION, amount_cents
from commonlot.engines.spreadsheets import FileRefused, Problem, Sheet, read_table, write_csv, write_xlsx
from commonlot.engines.tabulation_file import NAMES, parse_tabulation
from commonlot.kernel.errors import Refused
from commonlot.kernel.money import Money


@dataclass(frozen=True)
class Bids:
    """What a file says: the form to award, and what a person should be told about the file."""

    form: Form
    findings: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def main(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    options = _options(arguments)
    started = time.monotonic()
    progress = terminal.Progress()
    try:
        bids = _read(options)
        progress("awarding", 0, len(bids.form.lines))
        answer = award_lines(bids.form)
        answer = {
            **dict(list(answer.items())[:3]),
            "seconds": round(time.monotonic() - started, 3),
            **dict(list(answer.items())[3:]),
        }
        progress.end()
        if options.output:
            with terminal.whole_file(options.output) as part:
                WRITERS[options.format](part, bids, answer)
    except FileRefused as refusal:
        progress.end()
        return terminal.complain(refusal.problems)
    except (Refused, OSError) as refusal:
        progress.end()
        return terminal.complain([f"{options.file.name}: {refusal}"])
    if options.output is None and options.format == "json":
        print(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        _summarise(bids, answer, options)
    return terminal.DONE if answer["status"] in ("optimal", "bound") else terminal.NO_LAWFUL_ANSWER


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="commonlot award",
        description="Award bids to the lowest responsive offers, to the cent, ties by the published order.",
        epilog="Example: commonlot award bids.csv -o award.xlsx",
        allow_abbrev=False,
    )
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="a tabulation (CSV, XLSX, XLS, ODS) or the full form (JSON)"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="OUT", help="file to write (.xlsx, .csv or .json)"
    )
    parser.add_argument(
        "--format", choices=("xlsx", "csv", "json"), help="what to write, if OUT's ending does not say"
    )
    parser.add_argument(
        "--certificate", type=Path, metavar="FILE", help="write the proof of the bound (not yet)"
    )
    parser.add_argument("--seconds", type=_seconds, metavar="N", help="seconds of search at most")
    parser.add_argument(
        "--basis", choices=("line", "lot", "aggregate"), help="award by line, by lot or in aggregate"
    )
    parser.add_argument("--max-vendors", type=_count, metavar="K", help="award to at most K bidders")
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


def _seconds(text: str) -> Decimal:
    seconds = Decimal(text) if text.replace(".", "", 1).isdecimal() else Decimal(0)
    if seconds <= 0:
        raise argparse.ArgumentTypeError("expected a number of seconds above zero")
    return seconds


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("expected a whole number from 1 up")
    return int(text)


def _read(options: argparse.Namespace) -> Bids:
    if options.certificate:
        raise Refused(
            "a certificate of the bound is not yet written by this version; leave out --certificate."
        )
    if options.file.suffix.lower() == ".json":
        return Bids(_read_json(options.file, options))
    table = read_table(options.file)
    tabulation = parse_tabulation(table, chosen=options.columns)
    if tabulation.problems:
        raise FileRefused(tabulation.problems)
    form = form_of_tabulation(tabulation, by=options.basis or "line", max_vendors=options.max_vendors)
    return Bids(form, tabulation.findings, table.notes)


def _read_json(path: Path, options: argparse.Namespace) -> Form:
    try:
        size = path.stat().st_size
        if size > 200_000_000:
            raise FileRefused([Problem(path.name, f"a file of {size / 1_000_000:,.0f} MB", "at most 200 MB")])
        data = json.loads(path.read_text(encoding="utf-8-sig"), parse_float=_Inexact)
    except FileNotFoundError:
        raise FileRefused([Problem(path.name, "no such file", "a file that exists")]) from None
    except UnicodeDecodeError:
        raise FileRefused([Problem(path.name, "text that is not UTF-8", "JSON in UTF-8")]) from None
    except json.JSONDecodeError as error:
        expected = "JSON in the form of docs/reference/cli.md"
        raise FileRefused([Problem(path.name, error.msg.lower(), expected, error.lineno)]) from None
    except RecursionError:
        raise FileRefused(
            [Problem(path.name, "members nested without end", "JSON in the documented form")]
        ) from None
    return read_form(data, by=options.basis, max_vendors=options.max_vendors)


class _Inexact:
    """A JSON number with a point: it has no exact meaning here and is refused where it is used."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return f"the bare number {self.text}"


def _winners(answer: dict[str, Any]) -> dict[str, str]:
    """Return line -> bidder."""
    return {
        line: award["bidder"] for award in answer["awards"] for line in award.get("lines") or [award["line"]]
    }


def _rows(bids: Bids, answer: dict[str, Any]) -> Iterator[list[Any]]:
    """Yield one row for each bid of a line, lines in order, the lowest amount first."""
    winners = _winners(answer)
    offers: dict[str, list[tuple[int, str, int]]] = {}
    lines = {line.id: line for line in bids.form.lines}
    for bid in bids.form.bids:
        price = bid.price_at(lines[bid.line].quantity)
        offers.setdefault(bid.line, []).append(
            (amount_cents(lines[bid.line].quantity, price), bid.bidder, price)
        )
    for line in bids.form.lines:
        for cents, bidder, price in sorted(offers.get(line.id, [])):
            won = winners.get(line.id) == bidder
            yield [
                line.id,
                line.lot,
                line.description,
                _units(line.quantity),
                line.unit,
                bidder,
                _units(price),
                _dollars(cents),
                "awarded" if won else None,
            ]


def _units(millionths: int) -> Decimal:
    number = (Decimal(millionths) / MILLION).normalize()
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number


def _dollars(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


HEADERS = ("line", "lot", "description", "quantity", "unit", "vendor", "unit_price", "amount", "awarded")


def _write_json(target: Path, _bids: Bids, answer: dict[str, Any]) -> None:
    target.write_text(json.dumps(answer, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _write_csv(target: Path, bids: Bids, answer: dict[str, Any]) -> None:
    with target.open("w", encoding="utf-8-sig", newline="") as stream:
        write_csv(stream, HEADERS, _rows(bids, answer))


def _write_xlsx(target: Path, bids: Bids, answer: dict[str, Any]) -> None:
    winners = _winners(answer)
    won = {bidder: sum(winner == bidder for winner in winners.values()) for bidder in winners.values()}
    rows: list[list[Any]] = [
        [b["bidder"], won[b["bidder"]], _dollars(b["total_cents"])] for b in answer["bidders"]
    ]
    rows.append(["Total", len(winners), _dollars(sum(b["total_cents"] for b in answer["bidders"]))])
    ties = {tie["line"]: tie for tie in answer["ties"]}
    lines = {line.id: line for line in bids.form.lines}
    summary = Sheet(
        "Summary",
        ["Vendor", "Lines awarded", "Amount"],
        rows,
        (50, 14, 18),
        ("text", "number", "money"),
        notes=_notes(bids, answer),
    )
    tabulation = Sheet(
        "Tabulation",
        [header.replace("_", " ").capitalize() for header in HEADERS] + ["Tie"],
        ([*row, _tie(ties.get(row[0])) if row[-1] else None] for row in _rows(bids, answer)),
        (8, 8, 60, 12, 10, 36, 12, 16, 10, 40),
        ("text", "text", "text", "number", "text", "text", "price", "money"),
    )
    bid_on = {bid.line for bid in bids.form.bids}
    left_out = Sheet(
        "Lines without award",
        ["Line", "Description", "Quantity", "Unit", "Why"],
        (
            [i, lines[i].description, _units(lines[i].quantity), lines[i].unit, _why_not(i, bid_on)]
            for i in answer["unawarded"]
        ),
        (8, 60, 12, 10, 50),
        ("text", "text", "number"),
    )
    write_xlsx(target, [summary, tabulation, left_out])


def _why_not(line: str, bid_on: set[str]) -> str:
    return (
        "Leaving it out costs less than any offer, or no offer covers its lot."
        if line in bid_on
        else "Nobody bid on it."
    )


def _tie(tie: dict[str, Any] | None) -> str | None:
    return f"{', '.join(tie['bidders'])}: drawn {tie['winner']}" if tie else None


def _notes(bids: Bids, answer: dict[str, Any]) -> list[str]:
    notes = [
        f"Award by {bids.form.by}: {Money(answer['objective_cents'])}, proven lowest to the cent.",
        f"Ties: fewest contracts, then SHA-256 of “{bids.form.draw_seed}:vendor”, lowest first.",
    ]
    return notes + [f"Arithmetic: {finding}" for finding in bids.findings]


def _summarise(bids: Bids, answer: dict[str, Any], options: argparse.Namespace) -> None:
    for note in bids.notes:
        print(note)
    winners = _winners(answer)
    form = bids.form
    counts = f"{len(form.lines):,} lines, {len(form.bidders):,} bidders, {len(form.bids):,} bids"
    print(f"{counts}; by {form.by}.\n")
    rows = [
        [
            b["bidder"],
            str(sum(winner == b["bidder"] for winner in winners.values())),
            f"{_dollars(b['total_cents']):,.2f}",
        ]
        for b in answer["bidders"]
    ]
    rows.append(
        ["Total", str(len(winners)), f"{_dollars(sum(b['total_cents'] for b in answer['bidders'])):,.2f}"]
    )
    terminal.print_table(["vendor", "lines", "amount"], rows, right=(1, 2))
    if answer["unawarded"]:
        print(
            f"\nWithout award: line{'s' if len(answer['unawarded']) > 1 else ''} {', '.join(answer['unawarded'])}."
        )
    for tie in answer["ties"]:
        print(f"Tie on line {tie['line']}: {', '.join(tie['bidders'])}; drawn: {tie['winner']}.")
    for finding in bids.findings:
        print(f"Arithmetic: {finding}")
    if options.output:
        print(f"\nWritten: {options.output}")


WRITERS = {"json": _write_json, "csv": _write_csv, "xlsx": _write_xlsx}
