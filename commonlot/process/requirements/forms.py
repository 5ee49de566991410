"""Reading what people type: shapes only; what is right is decided by rules, access and actions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils import timezone

from commonlot.engines import values
from commonlot.process.membership.models import Agency
from commonlot.process.requirements import rules
from commonlot.process.requirements.actions import Stated
from commonlot.process.requirements.actions.lines import NEED_FIELDS, need_of
from commonlot.process.requirements.models import Pool, RequirementLine
from commonlot.process.requirements.queries import files
from commonlot.process.requirements.rules import Need

MANY = Decimal(10) ** 15


class DayTimeInput(forms.DateTimeInput):
    """A day and a time, chosen in the browser's own control."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class DayInput(forms.DateInput):
    """A day, chosen in the browser's own control."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PlanPool(forms.Form):
    """A pool as a buyer plans it."""

    title = forms.CharField(max_length=160, help_text="Such as “Custodial supplies 2027”.")
    commodity = forms.CharField(
        max_length=120, required=False, help_text="The kind of goods, in a word or two."
    )
    description = forms.CharField(
        required=False, widget=forms.Textarea, label="What it is for",
        help_text="Agencies read this. Say what belongs in the pool and what does not.",
    )  # fmt: skip
    needs_due_at = forms.DateTimeField(
        widget=DayTimeInput,
        label="Needs due by",
        help_text="County time. This is the one deadline for needs.",
    )
    term_starts_on = forms.DateField(widget=DayInput, label="Contract starts")
    term_ends_on = forms.DateField(
        widget=DayInput, label="Contract ends", help_text="The first day on which it no longer holds."
    )


class MoveDeadline(forms.Form):
    """A new deadline for needs."""

    needs_due_at = forms.DateTimeField(widget=DayTimeInput, label="Needs due by", help_text="County time.")


class Reason(forms.Form):
    """A reason that someone else will read."""

    reason = forms.CharField(max_length=500, widget=forms.Textarea)


class InviteAgencies(forms.Form):
    """The agencies that were ticked."""

    agency_ids = forms.ModelMultipleChoiceField(
        queryset=Agency.objects.none(), error_messages={"required": "Tick at least one agency."}
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.fields["agency_ids"].queryset = Agency.objects.all()  # type: ignore[attr-defined]


class Site(forms.Form):
    """A delivery site."""

    name = forms.CharField(max_length=rules.LONGEST["site"], help_text="Such as “Highway garage”.")
    address = forms.CharField(max_length=300, required=False)


class UploadFile(forms.Form):
    """A spreadsheet of needs."""

    file = forms.FileField(
        label="Spreadsheet", help_text="CSV, XLSX, XLS or ODS, at most 20 MB. The first row holds the headings.",
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )  # fmt: skip


class ChooseColumns(forms.Form):
    """Which header of the file holds what."""

    enrol_unknown = forms.BooleanField(
        required=False, label="Enroll the agencies that are not known yet",
        help_text="They get a number and take part in this pool. They have no agreement yet.",
    )  # fmt: skip

    LABELS: Mapping[str, tuple[str, str]] = {
        "agency": ("Agency", "Its name or number."),
        "description": ("What is needed", ""),
        "unit": ("Unit", "Such as EA, box or case of 12."),
        "quantity": ("Quantity", ""),
        "price_paid": ("Price paid now", "Dollars for one unit."),
        "part_number": ("Part number", ""),
        "tolerance": ("Would take up to this much more", ""),
        "site": ("Deliver to", ""),
        "needed_by": ("Needed by", ""),
        "budget_code": ("Budget code", ""),
    }

    def __init__(self, headers: Iterable[str], *args: Any, with_agency: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "– not in the file –"), *((header, header) for header in headers)]
        needed = {*files.REQUIRED, "agency"}
        for name, (label, hint) in self.LABELS.items():
            if name == "agency" and not with_agency:
                continue
            self.fields[name] = forms.ChoiceField(
                choices=choices, label=label, help_text=hint, required=name in needed,
                error_messages={"required": f"Choose the column for “{label.lower()}”."},
            )  # fmt: skip
        box = self.fields.pop("enrol_unknown")
        if with_agency:
            self.fields["enrol_unknown"] = box

    @property
    def columns(self) -> dict[str, str]:
        """Field -> header, as chosen."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.LABELS and value}


class Answer(forms.Form):
    """The answer to what was asked about a need."""

    description = forms.CharField(max_length=rules.LONGEST["description"], required=False)
    quantity = forms.CharField(max_length=40, required=False)
    leave_out = forms.BooleanField(required=False)

    def clean_quantity(self) -> Decimal | None:
        """Read the number as people type it."""
        try:
            return read_amount(self.cleaned_data["quantity"])
        except values.NotReadable as reason:
            raise forms.ValidationError(f"The quantity must be {reason}.") from None


# --- the grid -------------------------------------------------------------------------------------------------
TEXTS = ("description", "unit", "price_proof", "part_number", "budget_code")
NUMBERS = {"quantity": "The quantity", "price_paid": "The price", "tolerance": "“Up to this much more”"}
MAIN = ("description", "quantity", "unit", "price_paid")
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

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was typed into a row that is no line yet."""
        return not any(value for name, value in self.cells.items() if name != "commitment")

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


def rows_of(lines: Iterable[RequirementLine], *, start: int, blank: int) -> list[GridRow]:
    """Return the rows that show the given lines, and blank ones below."""
    rows = [GridRow(i, line, cells_of(line), number=start + i + 1) for i, line in enumerate(lines)]
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


def deadline_of(pool: Pool) -> dict[str, Any]:
    """Return the deadline as the form shows it."""
    return {"needs_due_at": timezone.localtime(pool.needs_due_at)}
