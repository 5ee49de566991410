"""The shape of what people send about help, delegations and hours."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from commonlot.process.membership import rules
from commonlot.process.membership.forms.fields import LARGEST_FILE, DayInput, Upload
from commonlot.process.membership.models import AssistanceRequest, HoursEntry
from commonlot.records.access.models import Seat

Choices = Sequence[tuple[str, str]]


class SeveralFilesInput(forms.ClearableFileInput):
    """A field that takes several files at once."""

    template_name = "django/forms/widgets/file.html"
    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """Files of at most 10 MB each; none is fine."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Check each file."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        checked = [super(SeveralFiles, self).clean(each, initial) for each in files]
        if any(each.size > LARGEST_FILE for each in checked):
            raise forms.ValidationError("A file is larger than 10 MB. Save it smaller and try again.")
        return checked


class AskForHelp(forms.Form):
    """What an agency asks of the county."""

    kind = forms.ChoiceField(
        label="What should the county do?",
        choices=AssistanceRequest.Kind.choices,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="What for?",
        help_text="In your own words, as on the phone: what you need, how much, where, and what you know already.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    needed_by = forms.DateField(label="Needed by", widget=DayInput())
    papers = SeveralFiles(
        label="Papers",
        required=False,
        help_text="An old specification, a quote, a contract: up to 10 files of at most 10 MB each.",
    )


class NewPaper(Upload):
    """One more paper for a request."""

    field_order = ("file",)


class Because(forms.Form):
    """A reason that must be given."""

    because = forms.CharField(label="Why?", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class MaybeBecause(forms.Form):
    """A reason that may be given."""

    because = forms.CharField(
        label="Why?", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class Outcome(forms.Form):
    """What came of a request."""

    outcome = forms.CharField(
        label="What came of it?", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class Assignment(forms.Form):
    """The buyer who is to have a request."""

    buyer = forms.TypedChoiceField(label="Buyer", coerce=int)

    def __init__(self, *args: Any, buyers: Sequence[Seat], **more: Any) -> None:
        super().__init__(*args, **more)
        field: forms.TypedChoiceField = self.fields["buyer"]  # type: ignore[assignment]
        field.choices = [(seat.pk, seat.user.name) for seat in buyers]


class Proposal(forms.Form):
    """What a buyer may do on an agency's behalf, and from when to when."""

    acts = forms.MultipleChoiceField(
        label="What may be done",
        choices=[(act.value, name) for act, name in rules.ACT_NAMES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    pools = forms.MultipleChoiceField(
        label="Needs: for which pools",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Only if needs may be stated.",
    )
    contracts = forms.MultipleChoiceField(
        label="Orders: from which contracts",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Only if orders may be placed.",
    )
    most_per_order = forms.DecimalField(
        label="Orders: most for one order, in dollars",
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
    )
    most_in_all = forms.DecimalField(
        label="Orders: most in all, in dollars", required=False, min_value=0, max_digits=12, decimal_places=2
    )
    begins_on = forms.DateField(label="From", widget=DayInput())
    ends_on = forms.DateField(
        label="Until, not counting that day",
        widget=DayInput(),
        help_text="At most two years after it begins.",
    )
    note = forms.CharField(label="Note to the agency", max_length=500, required=False)

    def __init__(self, *args: Any, pools: Choices, contracts: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, all_of_them, offered in (
            ("pools", "All that the agency is invited to", pools),
            ("contracts", "All that the agency may order from", contracts),
        ):
            field: forms.MultipleChoiceField = self.fields[name]  # type: ignore[assignment]
            field.choices = [(rules.ALL, all_of_them), *((each, f"{each}, {said}") for each, said in offered)]


class LogHours(forms.Form):
    """Hours of one day, with what they were for."""

    worked_on = forms.DateField(label="Day", widget=DayInput())
    hours = forms.DecimalField(
        label="Hours",
        min_value=0,
        max_digits=5,
        decimal_places=2,
        help_text="In quarters: 0.25, 1.5, 2.75.",
        widget=forms.NumberInput(attrs={"step": "0.25", "inputmode": "decimal"}),
    )
    work = forms.ChoiceField(label="Kind of work", choices=HoursEntry.Work.choices)
    note = forms.CharField(label="What for", max_length=300, help_text="The agency reads this.")


class HoursPeriod(forms.Form):
    """The days of which hours are shown; what makes no sense falls back to the last year."""

    start = forms.DateField(label="From", required=False, widget=DayInput(attrs={"class": "usa-input"}))
    end = forms.DateField(
        label="Until, not counting that day", required=False, widget=DayInput(attrs={"class": "usa-input"})
    )

    def chosen(self, first: date, after: date) -> tuple[date, date]:
        """Return the first day and the day after the last one."""
        facts = self.cleaned_data if self.is_valid() else {}
        start, end = facts.get("start") or first, facts.get("end") or after
        return (start, end) if start < end else (first, after)
