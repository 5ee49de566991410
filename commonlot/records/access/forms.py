"""The shape of what a person sends about their seats."""

from django import forms


class SwitchSeat(forms.Form):
    """The seat to act from."""

    seat = forms.IntegerField(min_value=1, max_value=2**63 - 1)
