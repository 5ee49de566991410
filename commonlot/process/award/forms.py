"""What a person types about an award."""

from django import forms


class RecommendForm(forms.Form):
    """A recommendation, with what members that would pay more were told."""

    note = forms.CharField(
        label="Note for the purchasing agent",
        help_text="Say what you found, and what members that would pay more were told.",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RulingForm(forms.Form):
    """A ruling on one bid."""

    counts = forms.ChoiceField(
        label="Does this bid count?",
        choices=[("no", "No, it is not responsive"), ("yes", "Yes, it counts")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Reason",
        help_text="The bidder will read it.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Give the reason: the bidder will read it."},
    )


class ReasonForm(forms.Form):
    """The reason for an act that others will read."""

    reason = forms.CharField(
        label="Reason",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Give the reason."},
    )
