"""The shape of what is typed to try a share."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from commonlot.process.pooling.rules import unit_words
from commonlot.process.savings.queries.joining import Choice

MOST = Decimal(10) ** 12


class WhatIf(forms.Form):
    """A quantity of one line of a past pool, and perhaps what is paid for it now."""

    line = forms.ChoiceField()
    quantity = forms.DecimalField(
        label="How many a year", min_value=Decimal("0.000001"), max_value=MOST, decimal_places=6, max_digits=18,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": "Say how many you need a year.", "invalid": "Type a number, such as 120.",
                        "min_value": "Type a number above zero."},
    )  # fmt: skip
    price = forms.DecimalField(
        label="What you pay for one now, $", required=False, min_value=Decimal(0), max_digits=14, decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"invalid": "Type dollars, such as 44.50.", "min_value": "A price cannot be negative."},
    )  # fmt: skip

    def __init__(self, *given: Any, choices: Sequence[Choice], **more: Any) -> None:
        super().__init__(*given, **more)
        self.by_key = {str(each.line.pk): each for each in choices}
        self.fields["line"] = forms.ChoiceField(
            label="Need", choices=[(key, _label(each)) for key, each in self.by_key.items()],
            error_messages={"required": "Choose a need.", "invalid_choice": "Choose a need from the list."},
        )  # fmt: skip

    @property
    def chosen(self) -> Choice:
        """The line that was chosen."""
        return self.by_key[self.cleaned_data["line"]]


def _label(choice: Choice) -> str:
    unit = choice.line.base_unit
    return f"{choice.line.name}, in {choice.pack.words(unit) if choice.pack else unit_words(unit)}"
