"""The shape of what a buyer sends about a campaign."""

from typing import Any

from django import forms

from commonlot.process.membership import audiences, queries, rules
from commonlot.process.membership.actions import Words
from commonlot.process.membership.models import Agency, Campaign, Subscription

ANY = ("", "Any")
NARROWING = ("kinds", "topics", "commodity", "county", "group")


class CampaignWords(forms.Form):
    """What a campaign says and whom it is for."""

    subject = forms.CharField(label="Subject", max_length=150)
    body = forms.CharField(
        label="What the mail says", widget=forms.Textarea(attrs={"rows": 12}), max_length=15_000
    )
    audience = forms.ChoiceField(label="Whom to write to", widget=forms.RadioSelect)
    kinds = forms.MultipleChoiceField(
        label="Kinds of agency", choices=Agency.Kind.choices, widget=forms.CheckboxSelectMultiple, required=False,
        help_text="None ticked: every kind.",
    )  # fmt: skip
    county = forms.ChoiceField(label="County", required=False)
    group = forms.ChoiceField(label="Which of them", required=False)
    topics = forms.MultipleChoiceField(
        label="Topics", choices=Subscription.Topic.choices, widget=forms.CheckboxSelectMultiple, required=False,
        help_text="Only who asked to hear of one of these. None ticked: everybody on the list.",
    )  # fmt: skip
    commodity = forms.ChoiceField(
        label="What they buy or sell", required=False, choices=[ANY, *rules.COMMODITY_CHOICES],
        help_text="Who named no goods hears of all.",
    )  # fmt: skip

    def __init__(self, *args: Any, campaign: Campaign, **more: Any) -> None:
        super().__init__(*args, **more)
        self.campaign = campaign
        occasion = audiences.occasion(campaign.occasion)
        parts = (
            occasion.parts.items() if occasion else [(each.key, each.words) for each in audiences.groups()]
        )
        self._offer("audience", _audiences(campaign))
        self._offer("county", [ANY, *((each, each) for each in queries.counties())])
        self._offer("group", [("", "All of them"), *parts])
        if campaign.occasion:
            del self.fields["topics"], self.fields["commodity"]
        self.fields["body"].help_text = _help(campaign)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: forms.ChoiceField = self.fields[name]  # type: ignore[assignment]
        field.choices = choices

    @property
    def words(self) -> Words:
        """What was decided, of a form that is valid."""
        return Words(**self.cleaned_data)

    def segment(self) -> queries.Segment:
        """For whom it would be as the form stands; what cannot be read does not narrow it."""
        self.is_valid()
        sent = self.cleaned_data
        audience = sent.get("audience") or _audiences(self.campaign)[0][0]
        on_list = audience == rules.Audience.LIST
        return queries.Segment(
            audience=audience, kinds=sent.get("kinds", ()), county=sent.get("county", ""),
            group=sent.get("group", ""), topics=sent.get("topics", ()) if on_list else (),
            commodity=sent.get("commodity", "") if on_list else "", occasion=self.campaign.occasion,
            occasion_id=self.campaign.occasion_id,
        )  # fmt: skip


class Moment(forms.Form):
    """When a campaign starts by itself."""

    at = forms.DateTimeField(
        label="Start at",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="County time (New York).",
    )


class SecondLook(forms.Form):
    """How many people the writer saw that it goes to."""

    expected = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


def words_of(campaign: Campaign) -> dict[str, Any]:
    """Return what stands on a campaign, to be changed in the form."""
    return {name: getattr(campaign, name) for name in ("subject", "body", "audience", *NARROWING)}


def _audiences(campaign: Campaign) -> list[tuple[str, str]]:
    chosen = [rules.Audience.INVITED] if campaign.occasion else [rules.Audience.LIST, rules.Audience.AGENCIES]
    return [(each.value, rules.AUDIENCE_NAMES[each]) for each in chosen]


def _help(campaign: Campaign) -> str:
    fields = ", ".join(f"{{{name}}} ({rules.FIELDS[name].lower()})" for name in campaign.fields)
    return (
        "A blank line begins a paragraph. A line that begins with “- ” is a point of a list. **Two stars** make "
        f"bold. [Words](https://...) make a link. Filled in for each reader: {fields}."
    )
