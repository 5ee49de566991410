"""The shape of what people send about seats."""

from collections.abc import Iterable
from typing import Any

from django import forms

from commonlot.kernel.actor import ROLE_NAMES
from commonlot.process.membership import rules
from commonlot.process.membership.forms.fields import DayInput


class Invitation(forms.Form):
    """A person who is to have a seat."""

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="Work e-mail", help_text="They get a link to set a password.")
    roles = forms.MultipleChoiceField(label="May act as", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, organisation_kind: str, **more: Any) -> None:
        super().__init__(*args, **more)
        roles: forms.MultipleChoiceField = self.fields["roles"]  # type: ignore[assignment]
        roles.choices = [(role.value, ROLE_NAMES[role]) for role in rules.ROLES_OF[organisation_kind]]


class Roles(Invitation):
    """The roles of a seat."""

    name = email = None  # type: ignore[assignment]


class SeveralInvitations(forms.Form):
    """A pasted list of people."""

    people = forms.CharField(
        label="One person on a line: name, e-mail, roles",
        max_length=15_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="Paste from a spreadsheet if you like. Write several roles with “and”.",
    )

    def clean_people(self) -> str:
        """Refuse a list that is too long to check by eye."""
        text: str = self.cleaned_data["people"]
        if len(text.splitlines()) > rules.MOST_LINES:
            raise forms.ValidationError(f"Send at most {rules.MOST_LINES} lines at once.")
        return text


_INPUT = {"class": "usa-input"}


class HistoryFilter(forms.Form):
    """What to look for in a history."""

    person = forms.CharField(label="Person", max_length=100, required=False, widget=forms.TextInput(_INPUT))
    kind = forms.ChoiceField(
        label="Kind of record", required=False, widget=forms.Select({"class": "usa-select"})
    )
    first_day = forms.DateField(label="From", widget=DayInput(attrs=_INPUT), required=False)
    last_day = forms.DateField(label="Through", widget=DayInput(attrs=_INPUT), required=False)

    def __init__(self, *args: Any, kinds: Iterable[str], **more: Any) -> None:
        super().__init__(*args, **more)
        field: forms.ChoiceField = self.fields["kind"]  # type: ignore[assignment]
        field.choices = [("", "All"), *((name, name) for name in kinds)]
