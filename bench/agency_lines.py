"""How well agencies' own lines are pooled: pairs, the one-click tier, and quantities, against a truth file.

    python -m bench.agency_lines [FILE.csv ...] [--explain]

A truth file has one row a line: need, agency, description, unit, quantity, part_number, base_unit and
base_quantity (a number in the base unit, or `ask` where the line does not say). Each file is another hand's, and is
pooled by itself; the row `all` adds them up. Without files the open ones are read. Quantities are measured twice: in
the unit the engine chooses, and with `count_in` set to the truth's.
--explain lists every wrong pair and every wrong, missing or guessed quantity.

Exit 1 if all together miss a bar: F1 of the pairs, precision and recall of the one-click tier, and, counted in the
truth's unit (the columns with *), exact, answered and asked. The figures are compared in full, not as rounded.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from pathlib import Path

from commonlot.engines.pooling import GroupedLine, NeedLine, PoolingResult, pool_lines
from commonlot.engines.pooling.packs import unit_code
from commonlot.kernel.quantity import UNITS

HERE = Path(__file__).parent / "agency_lines"
OPEN = tuple(
    HERE / f"{name}.csv"
    for name in (
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    )
)
REAM = Fraction(500)
BARS = {
    "F1": 85.0,
    "auto prec.": 98.0,
    "auto recall": 40.0,
    "exact*": 99.5,
    "answered*": 90.0,
    "asked*": 100.0,
}


@dataclass(frozen=True)
class Truth:
    """What the writer of a line meant: the need it belongs to, and how much of it (None: must be asked)."""

    need: str
    unit: str
    quantity: Fraction | None


@dataclass(frozen=True)
class Quantities:
    """Counts of lines: answered exactly, answered otherwise, asked though stated, asked rightly, guessed."""

    exact: int
    wrong: int
    missed: int
    asked: int
    guessed: int

    def __add__(self, other: "Quantities") -> "Quantities":
        return Quantities(
            *(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True))
        )

    def figures(self) -> list[float]:
        """Return three percentages: exact of the answered, answered of what is stated, asked of what is not."""
        answered = self.exact + self.wrong
        return [
            share(self.exact, answered),
            share(answered, answered + self.missed),
            share(self.asked, self.asked + self.guessed),
        ]


@dataclass(frozen=True)
class Counts:
    """What is counted of one file or several: lines, needs, and pairs that are true, found, offered in one click."""

    lines: int
    needs: int
    true: int
    found: int
    right: int
    auto: int
    auto_right: int
    own: Quantities
    wanted: Quantities

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def figures(self) -> list[float]:
        """Return the figures of a row of the table."""
        precision, recall = share(self.right, self.found), share(self.right, self.true)
        f1 = 2 * precision * recall / (precision + recall or 1)
        one_click = [share(self.auto_right, self.auto), share(self.auto_right, self.true)]
        return [
            self.lines,
            self.needs,
            precision,
            recall,
            f1,
            *one_click,
            *self.own.figures(),
            *self.wanted.figures(),
        ]


def read(path: Path) -> tuple[list[NeedLine], dict[tuple[str, int], Truth]]:
    """Read a truth file into lines, keyed by file and row, and their truth."""
    lines, truths = [], {}
    with path.open(encoding="utf-8", newline="") as file:
        for row, cells in enumerate(csv.DictReader(file), start=2):
            key = (path.name, row)
            asked = cells["base_quantity"].strip() == "ask"
            truths[key] = Truth(
                cells["need"], cells["base_unit"], None if asked else Fraction(cells["base_quantity"])
            )
            quantity = Decimal(cells["quantity"])
            code = cells["part_number"] or None
            lines.append(NeedLine(key, cells["agency"], cells["description"], cells["unit"], quantity, code))
    return lines, truths


def in_base(number: Decimal, unit: str, base: str) -> Fraction | None:
    """Convert exactly to the truth's unit; None where the two units measure different things."""
    here, there = unit_code(unit), unit_code(base)
    if here == there:
        return Fraction(number)
    if {here, there} == {"RM", "SHEET"}:
        return Fraction(number) * (REAM if here == "RM" else 1 / REAM)
    one, other = UNITS.get(here), UNITS.get(there)
    if one is None or other is None or one.kind != other.kind or not one.per_base or not other.per_base:
        return None
    return Fraction(number) * one.per_base / other.per_base


def pairs(groups: Iterable[Sequence[tuple[str, int]]]) -> set[tuple[tuple[str, int], tuple[str, int]]]:
    """Return every pair of lines that shares a group."""
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def share(part: int, whole: int) -> float:
    """Return a percentage; of nothing, all."""
    return 100.0 * part / whole if whole else 100.0


def placed(result: PoolingResult) -> list[tuple[str, GroupedLine]]:
    """Return every line with the base unit of its group."""
    return [(group.base_unit, line) for group in result.groups for line in group.lines]


def count(result: PoolingResult, truths: Mapping[tuple[str, int], Truth], explain: bool) -> Quantities:
    """Compare every base quantity with the truth."""
    tally: dict[str, int] = defaultdict(int)
    for base, grouped in placed(result):
        truth = truths[(str(grouped.line.key[0]), int(str(grouped.line.key[1])))]
        given = None if grouped.base_quantity is None else in_base(grouped.base_quantity, base, truth.unit)
        if grouped.base_quantity is None:
            outcome = "asked" if truth.quantity is None else "missed"
        elif truth.quantity is None:
            outcome = "guessed"
        else:
            outcome = "exact" if given == truth.quantity else "other" if given is None else "wrong"
        tally[outcome] += 1
        if explain and outcome in ("missed", "guessed", "wrong", "other"):
            line = grouped.line
            want = "ask" if truth.quantity is None else f"{float(truth.quantity):g} {truth.unit}"
            got = "?" if grouped.base_quantity is None else f"{grouped.base_quantity} {base}"
            said = grouped.question or " ".join(map(str, grouped.steps))
            print(
                f"  {outcome:8}{line.quantity} {line.unit} | {line.description} | {got}, not {want} | {said}"
            )
    # A unit that cannot be turned into the truth's is no answer to this question.
    return Quantities(
        tally["exact"], tally["wrong"], tally["missed"] + tally["other"], tally["asked"], tally["guessed"]
    )


def measure(path: Path, explain: bool) -> Counts:
    """Pool one file and count."""
    lines, truths = read(path)
    result = pool_lines(lines)
    needs: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for key, truth in truths.items():
        needs[truth.need].append(key)
    true = pairs(needs.values())
    found = pairs([[line.line.key for line in group.lines] for group in result.groups])  # type: ignore[misc]
    auto = pairs(
        [[line.line.key for line in g.lines if line.tier == "auto"] for g in result.groups]  # type: ignore[misc]
    )
    if explain:
        _show_pairs(lines, found, true, auto)
        print("quantities in the unit chosen")
    own = count(result, truths, explain)
    if explain:
        print("quantities counted in the truth's unit")
    wanted = [replace(line, count_in=truths[(path.name, int(str(line.key[1])))].unit) for line in lines]
    again = count(pool_lines(wanted), truths, explain)
    pairs_of = map(len, (true, found, found & true, auto, auto & true))
    return Counts(len(lines), len(needs), *pairs_of, own, again)


def missed(figures: Sequence[float]) -> list[str]:
    """Return the heads of the columns in which a file stays below a bar."""
    row = dict(zip(HEADS[1:], figures, strict=True))
    return [head for head, bar in BARS.items() if row[head] < bar]


def _show_pairs(
    lines: Sequence[NeedLine],
    found: set[tuple[tuple[str, int], tuple[str, int]]],
    true: set[tuple[tuple[str, int], tuple[str, int]]],
    auto: set[tuple[tuple[str, int], tuple[str, int]]],
) -> None:
    said = {line.key: f"{line.description} [{line.unit}]" for line in lines}
    for title, wrong in (("merged", found - true), ("split", true - found), ("one-click", auto - true)):
        for a, b in sorted(wrong):
            print(f"  {title:10}{said[a]}  <>  {said[b]}")


HEADS = (
    *("file", "lines", "needs", "precision", "recall", "F1", "auto prec.", "auto recall"),
    *("exact", "answered", "asked", "exact*", "answered*", "asked*"),
)


def main(arguments: Sequence[str]) -> int:
    """Print one table, and return 1 if all together miss a bar."""
    explain = "--explain" in arguments
    files = [Path(name) for name in arguments if not name.startswith("--")] or list(OPEN)
    counted = [(path.name, measure(path, explain)) for path in files]
    together = sum((counts for _, counts in counted[1:]), counted[0][1])
    rows = [(name, counts.figures()) for name, counts in (*counted, ("all", together))]
    written = [HEADS, *((name, *map(_written, figures)) for name, figures in rows)]
    widths = [max(len(cell) for cell in column) for column in zip(*written, strict=True)]
    for cells in written:
        print("  ".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True)))
    bars = ", ".join(f"{head} {bar:g}" for head, bar in BARS.items())
    print(f"* counted in the truth's base unit   bars: {bars} %")
    for name, figures in rows:
        if heads := missed(figures):
            print(f"{name} misses the bar of {', '.join(heads)}")
    return 1 if missed(together.figures()) else 0


def _written(figure: float) -> str:
    return str(figure) if isinstance(figure, int) else f"{figure:.1f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
