"""The shape of what people send about the distribution list."""

from typing import Any

from django import forms

from commonlot.process.membership import rules
from commonlot.process.membership.forms.fields import DayInput, OpenToAll
from commonlot.process.membership.models import Agency, Subscription


class Wishes(forms.Form):
    """What somebody wants to hear of."""

    topics = forms.MultipleChoiceField(
        label="Tell me about",
        choices=Subscription.Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one topic."},
    )
    commodities = forms.MultipleChoiceField(
        label="Only these goods",
        choices=rules.COMMODITY_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Choose none to hear of all goods.",
    )
    agency = forms.ModelChoiceField(
        label="The government you work for",
        queryset=Agency.objects.select_related("organisation"),
        required=False,
        empty_label="None of these",
    )
    name = forms.CharField(label="Your name", max_length=rules.LONGEST_NAME, required=False)

    def wish(self) -> dict[str, Any]:
        """Return the wish as the actions take it."""
        facts = self.cleaned_data
        agency: Agency | None = facts["agency"]
        return {
            "topics": facts["topics"],
            "commodities": facts["commodities"],
            "agency_id": agency.pk if agency else None,
            "name": facts["name"],
        }


class Subscribe(OpenToAll, Wishes):
    """A wish to be on the list."""

    field_order = ("email", "topics", "commodities", "agency", "name")
    email = forms.EmailField(
        label="E-mail", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def wish(self) -> dict[str, Any]:
        return {"email": self.cleaned_data["email"], **super().wish()}


class Preferences(Wishes):
    """What the owner of an address hears of, and whether it is paused."""

    paused = forms.BooleanField(
        label="Pause: send me nothing until I come back",
        required=False,
        help_text="Everything above is kept as it is.",
    )

    def wish(self) -> dict[str, Any]:
        return {**super().wish(), "paused": self.cleaned_data["paused"]}


class AddSubscriber(Wishes):
    """An address that the staff add on request."""

    field_order = ("email", "name", "agency", "topics", "commodities", "written_on", "written_how")
    email = forms.EmailField(label="E-mail", max_length=254)
    written_on = forms.DateField(label="Day of the written request", widget=DayInput(), required=False)
    written_how = forms.CharField(
        label="What it is, and where it is kept",
        max_length=120,
        required=False,
        help_text="Such as: letter of the town clerk, file 26-14.",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, label in (("topics", "Wants to hear of"), ("agency", "Agency"), ("name", "Name")):
            self.fields[name].label = label

    def wish(self) -> dict[str, Any]:
        facts = self.cleaned_data
        more = {name: facts[name] for name in ("email", "written_on", "written_how")}
        return {**more, **super().wish()}


class EndSubscription(forms.Form):
    """Why an address leaves the list."""

    because = forms.CharField(
        label="Why it ends", max_length=200, help_text="Such as: asked by phone on November 20."
    )
