"""What several forms of membership share."""

from typing import Any

from django import forms

from commonlot.kernel.errors import Refused
from commonlot.kernel.money import Money
from commonlot.process.membership import rules

LARGEST_FILE = rules.LARGEST_PAPER


class DayInput(forms.DateInput):
    """A day, picked or typed."""

    input_type = "date"

    def __init__(self, **more: Any) -> None:
        super().__init__(format="%Y-%m-%d", **more)


class OpenToAll(forms.Form):
    """A form that anybody may send: a field that people do not see stops programs, which fill in whatever they find."""

    website = forms.CharField(
        label="Leave this field empty",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_website(self) -> str:
        """Ask a person, whose browser may have filled it, to empty the field; it is shown to them then."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError("Please empty this field. It is there to catch programs, not you.")
        return ""


class Upload(forms.Form):
    """One file of at most 10 MB."""

    file = forms.FileField(label="File", max_length=200, help_text="PDF or a picture, at most 10 MB.")

    def clean_file(self) -> Any:
        """Refuse a file that is too large."""
        file = self.cleaned_data["file"]
        if file is not None and file.size > LARGEST_FILE:
            raise forms.ValidationError("This file is larger than 10 MB. Save it smaller and try again.")
        return file


def copy_of(file: Any) -> tuple[str, bytes, str] | None:
    """Read what was uploaded as name, content and the type the browser claims; nothing stays nothing."""
    return (file.name, file.read(), file.content_type or "application/octet-stream") if file else None


MOST_MONEY = Money.of("999999999999.99")


class MoneyField(forms.CharField):
    """An amount of dollars, typed with or without its sign and commas; blank is None."""

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=24, widget=widget, **more)

    def clean(self, value: Any) -> Any:
        """Read the amount in whole cents."""
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = Money.of(text)
        except Refused as refusal:
            raise forms.ValidationError(refusal.reason) from None
        if amount < Money() or amount > MOST_MONEY:
            raise forms.ValidationError("Type an amount from zero up, such as 2,500 or 2500.00.")
        return amount
