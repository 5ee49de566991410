"""The grid of a survey: its rows as they are drawn, and what was typed into them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.http import QueryDict

from commonlot.engines import values
from commonlot.engines.pooling.alone import MEASURES, Alone, called
from commonlot.engines.pooling.packs import PIECE
from commonlot.process.requirements import rules
from commonlot.process.requirements.actions import Stated
from commonlot.process.requirements.actions.lines import NEED_FIELDS, need_of
from commonlot.process.requirements.models import RequirementLine
from commonlot.process.requirements.queries.last_year import LastYear
from commonlot.process.requirements.rules import Need

TEXTS = ("description", "unit", "price_proof", "part_number", "budget_code", "because")
NUMBERS = {"quantity": "The quantity", "price_paid": "The price", "tolerance": "“Up to this much more”",
           "unit_holds": "What one holds"}  # fmt: skip
MAIN = ("description", "quantity", "unit", "price_paid", "unit_holds", "unit_holds_of")
GIVEN = ("commitment", "unit_holds_of")
MORE = tuple(name for name in NEED_FIELDS if name not in MAIN)


@dataclass
class GridRow:
    """One row of the survey as it is drawn: what stands in its cells, and what is wrong with them."""

    index: int
    line: RequirementLine | None
    cells: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    number: int = 0
    key: UUID | None = None
    last: LastYear | None = None
    comes: Alone | None = None

    @property
    def asks(self) -> bool:
        """Say whether the row cannot be counted before somebody says what its unit holds."""
        return self.comes is not None and bool(self.comes.asked_in)

    @property
    def holds(self) -> dict[str, Any] | None:
        """How the question about the pack stands in the row: asked, answered, or not at all."""
        typed = self.cells["unit_holds"]
        if self.line is None or not (self.asks or typed):
            return None
        of = (typed and self.cells["unit_holds_of"]) or (self.comes.asked_in if self.comes else "") or PIECE
        things, pack = (self.comes.things, self.comes.pack) if self.comes else ("pieces", self.cells["unit"])
        noun = called(of, things)
        measures = (
            [(code, called(code, things)) for code in MEASURES] if of in MEASURES and of != PIECE else []
        )
        answered = bool(typed) and not self.errors
        said = (
            self.comes.question
            if self.asks and self.comes
            else f"{noun.capitalize()} in your {pack}, as you said"
        )
        mark = f"{pack}|{noun}" if measures else f"{pack}|{noun}|{'said' if answered else 'asked'}"
        return {
            "said": said,
            "pack": pack,
            "of": of,
            "measures": measures,
            "answered": answered,
            "mark": mark,
        }

    @property
    def unusual(self) -> str:
        """What to ask about a quantity that is far from last year’s, as long as no reason is given."""
        if self.line is None or self.last is None or self.line.because or self.errors:
            return ""
        if rules.fold(self.line.unit) != rules.fold(self.last.unit):
            return ""
        return rules.said_of_last_year(self.line.quantity, self.last.quantity, unit=self.last.unit)

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was typed into a row that is no line yet."""
        return not any(value for name, value in self.cells.items() if name not in GIVEN)

    @property
    def more_open(self) -> bool:
        """Say whether the rarely used fields must be seen at once."""
        return any(name in self.errors for name in MORE)

    @property
    def more_said(self) -> list[str]:
        """What the rarely used fields hold, in a few words, for the closed row."""
        cells, line = self.cells, self.line
        said = [cells["price_proof"], str(line.site) if line and line.site_id else ""]
        said += [f"by {cells['needed_by_date']}"] * bool(cells["needed_by_date"])
        said += [f"up to {cells['tolerance']} more"] * bool(cells["tolerance"])
        said += ["firm"] * (cells["commitment"] == "firm")
        said += [f"part {cells['part_number']}"] * bool(cells["part_number"])
        said += [f"budget {cells['budget_code']}"] * bool(cells["budget_code"])
        said += [cells["because"]]
        return [each for each in said if each]

    def stated(self) -> Stated | None:
        """Read the cells into a need; nothing if a cell cannot be read (then `errors` says why)."""
        found: dict[str, Any] = {name: " ".join(self.cells[name].split()) for name in TEXTS}
        for name in NUMBERS:
            found[name] = self._number(name)
        found["quantity"] = found["quantity"] or Decimal(0)
        found["needed_by_date"] = self._day()
        found["site_id"] = int(self.cells["site_id"]) if self.cells["site_id"].isdecimal() else None
        found["commitment"] = self.cells["commitment"] or "estimate"
        found["unit_holds_of"] = "" if found["unit_holds"] is None else self.cells["unit_holds_of"] or PIECE
        return None if self.errors else Stated(self.line.pk if self.line else None, Need(**found), self.key)

    def _number(self, name: str) -> Decimal | None:
        try:
            return read_amount(self.cells[name])
        except values.NotReadable as reason:
            self.errors[name] = f"{NUMBERS[name]} must be {reason}."
            return None

    def _day(self) -> Any:
        try:
            return values.read_date(self.cells["needed_by_date"] or None)
        except values.NotReadable as reason:
            self.errors["needed_by_date"] = f"“Needed by” must be {reason}."
            return None


def read_amount(text: str) -> Decimal | None:
    """Read a number as people type it, with commas or a dollar sign; an empty cell is none."""
    return values.read_signed(text) if text.strip() else None


def read_amount_or_none(text: str) -> Decimal | None:
    """Read a number as people type it; what is empty or no number is none."""
    try:
        return read_amount(text)
    except values.NotReadable:
        return None


def rows_of(
    lines: Iterable[RequirementLine],
    *,
    start: int,
    blank: int,
    before: Mapping[int, LastYear] | None = None,
) -> list[GridRow]:
    """Return the rows that show the given lines beside last year’s, and blank ones below."""
    rows = [
        GridRow(i, line, cells_of(line), number=start + i + 1, last=(before or {}).get(line.pk))
        for i, line in enumerate(lines)
    ]
    for _ in range(blank):
        rows.append(GridRow(len(rows), None, blank_cells(), number=start + len(rows) + 1, key=uuid4()))
    return rows


def blank_cells() -> dict[str, str]:
    """Return the cells of a row in which nothing stands yet."""
    return dict.fromkeys(NEED_FIELDS, "") | {"commitment": "estimate"}


def cells_of(line: RequirementLine) -> dict[str, str]:
    """Write a line into cells, as a person would have typed it."""
    cells = {}
    for name in NEED_FIELDS:
        value = getattr(line, name)
        cells[name] = plain(value) if isinstance(value, Decimal) else "" if value is None else str(value)
    if line.price_paid is not None:
        cells["price_paid"] = price(line.price_paid)
    return cells


def plain(number: Decimal) -> str:
    """Write a number without needless zeros and without exponent."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def price(number: Decimal) -> str:
    """Write a price with at least two decimals."""
    whole, _, rest = plain(number).partition(".")
    return f"{whole}.{rest.ljust(2, '0')}"


def read_grid(
    data: QueryDict, lines: Iterable[RequirementLine], *, start: int, only: int | None = None
) -> list[GridRow]:
    """Read every row that was sent, or only one; a row whose line is gone is told so."""
    by_pk = {str(line.pk): line for line in lines}
    rows: list[GridRow] = []
    for index in _indexes(data) if only is None else [only]:
        typed = data.get(f"line-{index}-id", "")
        cells = {name: data.get(f"line-{index}-{name}", "").strip() for name in NEED_FIELDS}
        key = read_key(data.get(f"line-{index}-key", ""))
        row = GridRow(index, by_pk.get(typed), cells, number=start + len(rows) + 1, key=key)
        if typed and row.line is None:
            row.errors["description"] = "This line was removed in the meantime."
        rows.append(row)
    return rows


def read_key(text: str) -> UUID | None:
    """Read the key that a blank row was given; what is none means a row without one."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _indexes(data: QueryDict) -> Iterator[int]:
    found = {name.split("-")[1] for name in data if name.startswith("line-") and name.endswith("-quantity")}
    return iter(sorted(int(index) for index in found if index.isdecimal() and len(index) < 6))


def is_changed(row: GridRow) -> bool:
    """Say whether a row differs from what is kept, so that it has to be saved."""
    if row.line is None:
        return not row.is_blank
    if row.errors:
        return True
    read = GridRow(row.index, row.line, row.cells)
    stated = read.stated()
    return stated is None or stated.need != need_of(row.line)
