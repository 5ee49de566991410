"""The shape of what people send about members; what may be is decided by rules, access and actions."""

from typing import Any

from django import forms

from commonlot.kernel.actor import ROLE_NAMES
from commonlot.process.membership import rules
from commonlot.process.membership.models import Agency, Certificate

LARGEST_FILE = 10 * 1024 * 1024


class DayInput(forms.DateInput):
    """A day, picked or typed."""

    input_type = "date"

    def __init__(self, **more: Any) -> None:
        super().__init__(format="%Y-%m-%d", **more)


class Upload(forms.Form):
    """One file of at most 10 MB."""

    file = forms.FileField(label="File", max_length=200, help_text="PDF or a picture, at most 10 MB.")

    def clean_file(self) -> Any:
        """Refuse a file that is too large."""
        file = self.cleaned_data["file"]
        if file is not None and file.size > LARGEST_FILE:
            raise forms.ValidationError("This file is larger than 10 MB. Save it smaller and try again.")
        return file


class EnrolAgency(forms.Form):
    """A new agency."""

    name = forms.CharField(label="Full name", max_length=200, help_text="Such as Town of Rye Hill.")
    kind = forms.ChoiceField(label="Kind", choices=Agency.Kind.choices)
    county = forms.CharField(label="County", max_length=60, required=False)
    state = forms.RegexField(r"^[A-Z]{2}$", label="State", initial="NY", help_text="Two letters, such as NY.")
    contact_email = forms.EmailField(label="E-mail of the office", required=False)
    note = forms.CharField(label="Note", max_length=200, required=False)


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


class BoardVote(forms.Form):
    """How the board voted, and from when to when the agreement holds."""

    resolution_number = forms.CharField(label="Number of the resolution", max_length=60)
    voted_on = forms.DateField(label="Day of the vote", widget=DayInput())
    votes_for = forms.IntegerField(label="Votes in favor", min_value=0, max_value=10_000)
    votes_of = forms.IntegerField(
        label="Full voting strength of the board",
        min_value=1,
        max_value=10_000,
        help_text="All votes the board has, also those of members who were away.",
    )
    starts_on = forms.DateField(label="In force from", widget=DayInput())
    ends_on = forms.DateField(
        label="Until, not counting that day",
        widget=DayInput(),
        required=False,
        help_text="Leave blank if it holds until one side ends it.",
    )


class RegisterVendor(forms.Form):
    """A new vendor."""

    name = forms.CharField(label="Name of the company", max_length=200)
    email = forms.EmailField(label="E-mail for orders and notices", required=False)
    phone = forms.CharField(label="Phone", max_length=40, required=False)
    address = forms.CharField(
        label="Address", widget=forms.Textarea(attrs={"rows": 3}), max_length=500, required=False
    )
    commodities = forms.CharField(
        label="What it sells", max_length=300, required=False, help_text="Such as road salt, brine, sand."
    )


class NewCertificate(Upload):
    """A certificate and its copy."""

    field_order = ("kind", "starts_on", "ends_on", "file")
    kind = forms.ChoiceField(label="Certificate", choices=Certificate.Kind.choices)
    starts_on = forms.DateField(label="Counts from", widget=DayInput())
    ends_on = forms.DateField(label="Until, not counting that day", widget=DayInput())

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["file"].required = False
        self.fields["file"].label = "Copy of the certificate"
