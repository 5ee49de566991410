"""The shape of what people send about vendors."""

from typing import Any

from django import forms

from commonlot.process.membership.forms.fields import DayInput, Upload
from commonlot.process.membership.models import Certificate


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
