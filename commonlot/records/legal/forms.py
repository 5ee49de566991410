"""The shape of what people send about a change of a rule."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django import forms

from commonlot.records.legal.models import Rule, RuleChange
from commonlot.records.legal.rules import LegalRule

LARGEST_FILE = 10 * 1024 * 1024
KINDS = (RuleChange.Kind.BEGINS, RuleChange.Kind.CORRECTS)
SENTENCES = {
    "found": "Said when it is met",
    "fails": "Said when it is not met",
    "missing": "Said while it is not known",
}


class DayInput(forms.DateInput):
    """A day, picked or typed."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Words(forms.CharField):
    """A sentence of some length."""

    def __init__(self, *, rows: int = 2, **more: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **more)


class ProposeVersion(forms.Form):
    """A new version of a rule: what it asks stays, its words, figure and days may change."""

    kind = forms.ChoiceField(
        label="What kind of change is it?",
        choices=[(kind.value, kind.label) for kind in KINDS],
        widget=forms.RadioSelect,
    )
    first_day = forms.DateField(
        label="First day in force",
        widget=DayInput(),
        required=False,
        help_text="The version before it ends the day before.",
    )
    last_day = forms.DateField(
        label="Last day in force",
        widget=DayInput(),
        required=False,
        help_text="As the statute names it: this day still counts. Leave blank if no end is set.",
    )
    says = Words(label="What it says, without the figure", max_length=400)
    citation = forms.CharField(label="Citation", max_length=120)
    certainty = forms.ChoiceField(label="How certain is it?", choices=Rule.Certainty.choices)
    severity = forms.ChoiceField(label="What it does when it is not met", choices=Rule.Severity.choices)
    note = Words(label="Note", max_length=300, required=False)
    why = Words(
        label="Why, and from what source",
        rows=3,
        max_length=2000,
        help_text="Name the statute, letter or decision, its date, and who read it.",
    )
    letter = forms.FileField(
        label="The source as a file, such as counsel’s letter",
        required=False,
        max_length=200,
        help_text="At most 10 MB. Only the county’s purchasing staff can read it.",
    )

    def __init__(self, data: Any = None, files: Any = None, *, base: LegalRule) -> None:
        super().__init__(data, files, initial=_initial(base))
        self.base = base
        self._add_the_figure()
        if base.holds:
            self.fields["holds"] = Words(label="Said while it holds", max_length=200)
        if base.when_over != "ignored":
            self.fields["over"] = Words(
                label="Said once it has ended",
                max_length=300,
                required=False,
                help_text="{first_day} and {last_day} stand for the version’s own days.",
            )
        for number, check in enumerate(base.checks):
            self._add_the_sentences(number, check)
        self.order_fields(["kind", "first_day", "last_day", "number", "figure", *self.fields])

    def _add_the_figure(self) -> None:
        if self.base.number is not None:
            self.fields["number"] = forms.DecimalField(
                label=f"Figure, in {self.base.unit}", min_value=0, max_digits=14, decimal_places=4
            )
        else:
            self.fields["figure"] = forms.CharField(label="Figure, in words", max_length=60, required=False)

    def _add_the_sentences(self, number: int, check: Any) -> None:
        for part, label in SENTENCES.items():
            if part in check:
                self.fields[f"check_{number}_{part}"] = Words(label=label, max_length=300)
        if "one_of" in check:
            self.fields[f"check_{number}_one_of"] = forms.CharField(
                label="The list it must be on", max_length=400, help_text="Words with commas between them."
            )

    @property
    def sentences(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of each thing that the rule asks, under the name of the fact."""
        return [
            (
                check["fact"].replace("_", " "),
                [self[name] for name in self.fields if name.startswith(f"check_{number}_")],
            )
            for number, check in enumerate(self.base.checks)
        ]

    def clean_letter(self) -> Any:
        """Refuse a file that is too large."""
        file = self.cleaned_data["letter"]
        if file is not None and file.size > LARGEST_FILE:
            raise forms.ValidationError("This file is larger than 10 MB. Save it smaller and try again.")
        return file

    def version(self) -> LegalRule:
        """Return the proposed version, as plain values."""
        sent = self.cleaned_data
        own = ("says", "citation", "certainty", "severity", "note", "number", "figure", "holds", "over")
        last = sent["last_day"]
        return replace(
            self.base,
            **{name: sent[name] for name in own if name in sent},
            effective_from=sent["first_day"],
            effective_to=last + timedelta(days=1) if last else None,
            checks=[self._check(number, dict(check)) for number, check in enumerate(self.base.checks)],
        )

    def _check(self, number: int, check: dict[str, Any]) -> dict[str, Any]:
        for part in SENTENCES:
            if part in check:
                check[part] = self.cleaned_data[f"check_{number}_{part}"]
        if "one_of" in check:
            typed = self.cleaned_data[f"check_{number}_one_of"].split(",")
            check["one_of"] = [word.strip() for word in typed if word.strip()]
        return check


def _initial(base: LegalRule) -> dict[str, Any]:
    """Begin where the version ends, if it does; else with the version as it stands."""
    own = ("says", "citation", "certainty", "severity", "note", "figure", "holds", "over")
    found: dict[str, Any] = {name: getattr(base, name) for name in own}
    found["kind"] = RuleChange.Kind.BEGINS
    found["number"] = f"{base.number.normalize():f}" if base.number is not None else None
    found["first_day"] = base.effective_to
    for number, check in enumerate(base.checks):
        found |= {f"check_{number}_{part}": check[part] for part in SENTENCES if part in check}
        found[f"check_{number}_one_of"] = ", ".join(check.get("one_of", []))
    return found


class Decision(forms.Form):
    """What the second person writes to the decision."""

    note = Words(
        label="Note to the decision", max_length=1000, required=False, help_text="Declining needs a reason."
    )
