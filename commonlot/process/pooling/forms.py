"""What a buyer or an agency types on the review desk; only its shape is checked here."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms

from commonlot.kernel.quantity import UNITS

NUMBER = re.compile(r"\d{1,12}(\.\d{1,6})?(/\d{1,6})?")
UNIT_KINDS = ("count", "pack", "mass", "volume", "length", "area", "cubic", "time", "service")


class SeenForm(forms.Form):
    """What was on the page when the buyer decided: the mark of the group, and its pool."""

    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    pool = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ReasonForm(SeenForm):
    """Why a group is rejected, or a need left out."""

    reason = forms.CharField(
        max_length=300,
        required=False,
        label="Why is this need left out?",
        help_text="The agency will see the reason. Such as: it is on the State contract.",
    )


class NameForm(SeenForm):
    """How a group is called, and in which unit it is counted."""

    name = forms.CharField(max_length=300, label="Name of the group", help_text="As a vendor will read it.")
    base_unit = forms.ChoiceField(
        label="Counted in",
        help_text="Every line is counted again; what cannot be counted becomes a question.",
    )

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [] if unit in UNITS else [(unit, unit)]
        known = sorted(UNITS.values(), key=lambda each: (UNIT_KINDS.index(each.kind), each.name))
        choices = own + [(each.code, each.plural.capitalize()) for each in known]
        self.fields["base_unit"] = forms.ChoiceField(
            label=self.fields["base_unit"].label,
            help_text=self.fields["base_unit"].help_text,
            choices=choices,
        )

    def facts(self) -> dict[str, str]:
        """Return what was typed, and the mark of what was seen."""
        return {name: self.cleaned_data[name] for name in ("name", "base_unit", "seen")}


class AnswerForm(forms.Form):
    """How much one unit of a line holds, and how we know."""

    line = forms.IntegerField(widget=forms.HiddenInput)
    holds = forms.CharField(max_length=24, label="holds")
    source = forms.CharField(max_length=200, label="How do you know?")
    same = forms.BooleanField(required=False, label="The same for all lines that ask this")

    def clean_holds(self) -> Fraction:
        """Read 5,000 or 0.5 or 1/12 as an exact number."""
        text = self.cleaned_data["holds"].replace(",", "").replace(" ", "")
        if not NUMBER.fullmatch(text) or text.endswith("/0"):
            raise forms.ValidationError(
                f"Type a number such as 5,000 or 0.5; found “{self.cleaned_data['holds']}”."
            )
        above, _, below = text.partition("/")
        if below and not Fraction(below):
            raise forms.ValidationError("A number cannot be divided by nothing.")
        return Fraction(Decimal(above)) / Fraction(below or 1)

    def ratio(self) -> dict[str, Decimal]:
        """Return the answer as whole numerator and denominator."""
        exact: Fraction = self.cleaned_data["holds"]
        return {"numerator": Decimal(exact.numerator), "denominator": Decimal(exact.denominator)}


class LinkAnswerForm(AnswerForm):
    """The answer of somebody who came by the link in a mail; the link says which line it is about."""

    line = None  # type: ignore[assignment]
    same = None  # type: ignore[assignment]
    holds = forms.CharField(max_length=24, label="How many?", help_text="Such as 5,000 or 0.5 or 1/12.")
    source = forms.CharField(
        max_length=200, label="How do you know?", help_text="Such as: the label, or our last order."
    )
