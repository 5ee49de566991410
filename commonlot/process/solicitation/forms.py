"""What people type into the forms of this stage: read into plain values, its shape checked and no more."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms

from commonlot.kernel.errors import Refused
from commonlot.kernel.money import exact_decimal
from commonlot.process.solicitation import rules
from commonlot.process.solicitation.actions.line import TypedLine
from commonlot.process.solicitation.models import BidLine, Lot, Solicitation

BLANK_LINES = 3
MOMENT_FORMAT = "%Y-%m-%dT%H:%M"


class NumberField(forms.CharField):
    """An exact number, with or without commas."""

    def __init__(self, *, places: int, what: str, **options: Any) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options)
        self.places, self.what = places, what

    def clean(self, value: Any) -> Decimal | None:
        """Read the number, or say what is wrong with it."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return exact_decimal(text, what=self.what, places=self.places)
        except Refused as refusal:
            raise forms.ValidationError(refusal.reason) from None


def _day(label: str, *, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def _moment(label: str, *, required: bool = True, help_text: str = "") -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label, required=required, help_text=help_text,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT_FORMAT),
        input_formats=[MOMENT_FORMAT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": "Type the day and the time, such as 2026-12-10 14:00.",
                        "required": "Set the day and the time."},
    )  # fmt: skip


class FaceForm(forms.Form):
    """The facts on the face of a solicitation."""

    title = forms.CharField(max_length=160, label="Title")
    description = forms.CharField(
        required=False, max_length=4000, label="What bidders must know", widget=forms.Textarea,
        help_text="Delivery, quality, packing. Brand names mean “or equal”.",
    )  # fmt: skip
    term_starts_on = _day("First day of the contract")
    last_day = _day("Last day of the contract")
    opening_place = forms.CharField(
        required=False, max_length=200, label="Where bids are handed in and opened",
        help_text="Such as: County Office Building, Room 713.",
    )  # fmt: skip
    use_by_others = forms.BooleanField(
        required=False, initial=True, label="Other governments may use the contract",
        help_text="The clause that others need to buy from the contract later.",
    )  # fmt: skip

    @staticmethod
    def facts_of(solicitation: Solicitation) -> dict[str, Any]:
        """Return the facts as the form shows them."""
        return {name: getattr(solicitation, name) for name in FaceForm.base_fields}

    def facts(self) -> dict[str, Any]:
        """Return what was typed as the actions take it: the term half-open."""
        facts = dict(self.cleaned_data)
        facts["term_ends_on"] = facts.pop("last_day") + timedelta(days=1)
        return facts

    def refuse(self, refusal: Refused) -> None:
        """Put a refusal beside its field."""
        field = "last_day" if refusal.field == "term_ends_on" else refusal.field
        self.add_error(field if field in self.fields else None, refusal.reason)


class LotForm(forms.Form):
    """A new lot."""

    title = forms.CharField(max_length=160, label="Title of the new lot")


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(max_length=1000, label="Why", widget=forms.Textarea)


class PublishForm(forms.Form):
    """The one deadline, and the last moment for questions."""

    bids_due_at = _moment(
        "Bids due", help_text="County time. Page, lock and opening all read this one moment."
    )
    questions_due_at = _moment("Questions close", required=False, help_text="County time.")


class UploadForm(forms.Form):
    """A file of lines."""

    file = forms.FileField(
        label="Spreadsheet", widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.xls,.ods"}),
        help_text="CSV, XLSX, XLS or ODS with the columns line, description, quantity and unit; lot if you like.",
        error_messages={"required": "Choose a file.", "empty": "This file is empty."},
    )  # fmt: skip


class LineForm(forms.Form):
    """One row of the grid; a pooled line has no quantity to type, it says what one unit holds."""

    description = forms.CharField(required=False, max_length=rules.LONGEST_DESCRIPTION)
    unit = forms.CharField(required=False, max_length=rules.LONGEST_UNIT)
    quantity = NumberField(required=False, places=rules.PLACES, what="A quantity")
    base_per_unit = NumberField(required=False, places=rules.PLACES, what="What a unit holds")
    lot = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, line: BidLine | None, lots: list[Lot], **options: Any) -> None:
        super().__init__(*args, **options)
        self.line = line
        field = self.fields["lot"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101
        field.choices = [(lot.pk, f"{lot.position}. {lot.title}") for lot in lots]
        self._draw_cells(f"Line {line.number}" if line else "New line")

    def _draw_cells(self, row: str) -> None:
        names = {"description": "need", "base_per_unit": "one unit holds"}
        for name, field in self.fields.items():
            label = names.get(name, name)
            number = " cell--num" if name in {"quantity", "base_per_unit"} else ""
            field.widget.attrs |= {"class": f"cell{number}", "aria-label": f"{row}, {label}"}
            if self.is_bound and name in self.errors:
                field.widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"{self.prefix}-errors"}

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was typed into a new row."""
        return self.line is None and not any(
            self.cleaned_data.get(n) for n in ("description", "unit", "quantity")
        )

    def typed(self) -> TypedLine:
        """Return what was typed."""
        data = self.cleaned_data
        return TypedLine(
            data["description"], data["unit"], data["quantity"], self.line.pk if self.line else None,
            self.line.number if self.line else None, data["lot"], data["base_per_unit"],
        )  # fmt: skip


def grid_of(lines: list[BidLine], lots: list[Lot], data: Any = None) -> list[LineForm]:
    """Return a form for every line and some empty ones for new lines."""
    rows: list[LineForm] = []
    for line in [*lines, *[None] * BLANK_LINES]:
        prefix = f"l{line.pk}" if line else f"n{len(rows) - len(lines)}"
        initial: dict[str, object] = {"lot": line.lot_id if line else lots[0].pk if lots else None}
        if line:
            initial |= {
                "description": line.description, "unit": line.unit, "quantity": f"{line.quantity.normalize():f}",
                "base_per_unit": f"{line.base_per_unit.normalize():f}",
            }  # fmt: skip
        rows.append(LineForm(data, prefix=prefix, line=line, lots=lots, initial=initial))
    return rows
