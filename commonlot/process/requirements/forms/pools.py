"""Reading what people type: shapes only; what is right is decided by rules, access and actions."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from commonlot.engines import values
from commonlot.process.membership.models import Agency
from commonlot.process.requirements import rules
from commonlot.process.requirements.forms.grid import read_amount
from commonlot.process.requirements.models import Pool
from commonlot.process.requirements.queries import files


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

    remove_missing = forms.BooleanField(
        required=False, label="Remove the lines that are not in the file",
        help_text="The next page shows which. Without the tick they stay as they are.",
    )  # fmt: skip
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
        "price_proof": ("Proof of that price", "Such as the number of an invoice or contract."),
        "part_number": ("Part number", ""),
        "tolerance": ("Would take up to this much more", ""),
        "site": ("Deliver to", ""),
        "needed_by": ("Needed by", ""),
        "commitment": ("How sure", "Firm or estimate."),
        "budget_code": ("Budget code", ""),
        "unit_holds": ("What one unit holds", "Such as 100, or 55 gallons, where the unit does not say it."),
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
        boxes = {name: self.fields.pop(name) for name in ("enrol_unknown", "remove_missing")}
        wanted = "enrol_unknown" if with_agency else "remove_missing"
        self.fields[wanted] = boxes[wanted]

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


def deadline_of(pool: Pool) -> dict[str, Any]:
    """Return the deadline as the form shows it."""
    return {"needs_due_at": timezone.localtime(pool.needs_due_at)}
