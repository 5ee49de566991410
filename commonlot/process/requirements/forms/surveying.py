"""Shapes of an answer from a telephone call, of an objection, and of the end of a short-pool phase."""

from typing import Any

from django import forms
from django.utils import timezone

from commonlot.process.requirements.forms.pools import DayTimeInput


class Call(forms.Form):
    """Who said it, and when."""

    said_by = forms.CharField(
        max_length=120,
        label="Who said it",
        help_text="Name and office, such as “Dana Okafor, highway clerk”.",
    )
    said_at = forms.DateTimeField(widget=DayTimeInput, label="When", help_text="County time.")
    note = forms.CharField(max_length=300, required=False, label="Note", help_text="The agency reads this.")

    @staticmethod
    def begun(now: Any) -> dict[str, Any]:
        """Return what stands in the form at first: the call is just over."""
        return {"said_at": timezone.localtime(now).replace(second=0, microsecond=0)}


class Objection(forms.Form):
    """What is not right about what was written down."""

    reason = forms.CharField(max_length=500, widget=forms.Textarea, label="What is not right?")


class OpenShortPool(forms.Form):
    """Until when agencies can add."""

    ends_at = forms.DateTimeField(
        widget=DayTimeInput, label="Agencies can add until", help_text="County time."
    )
