"""The shape of what people send about seats."""

from typing import Any

from django import forms

from commonlot.kernel.actor import ROLE_NAMES
from commonlot.process.membership import rules


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
