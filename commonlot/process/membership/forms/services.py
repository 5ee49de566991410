"""The shape of what people send about shared services."""

from typing import Any

from django import forms

from commonlot.process.membership import rules
from commonlot.process.membership.forms.fields import DayInput
from commonlot.process.membership.models import Agency


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ServiceFacts(forms.Form):
    """An entry of the directory of shared services."""

    name = forms.CharField(label="Name", max_length=120, help_text="Such as Printing and copying.")
    summary = forms.CharField(label="What it is, in one or two sentences", max_length=300, widget=_area(2))
    description = forms.CharField(label="More about it", max_length=4000, widget=_area(5), required=False)
    for_kinds = forms.MultipleChoiceField(
        label="For whom",
        choices=Agency.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Leave all open if every kind of agency may use it.",
    )
    office = forms.CharField(label="County office that gives it", max_length=120)
    office_email = forms.EmailField(label="E-mail of the office", help_text="Requests go to this address.")
    office_phone = forms.CharField(label="Phone of the office", max_length=40, required=False)
    how_to_ask = forms.CharField(
        label="How to ask", max_length=2000, widget=_area(3), required=False,
        help_text="What the office must know, and how long it takes.",
    )  # fmt: skip
    cost = forms.CharField(
        label="What it costs",
        max_length=300,
        required=False,
        help_text="In words, such as $64 an hour and parts.",
    )
    link = forms.URLField(label="Page with more", required=False, assume_scheme="https")
    words = forms.CharField(
        label="Words by which people look for it", max_length=300, required=False,
        help_text="Such as envelopes, banners, signs.",
    )  # fmt: skip
    starts_on = forms.DateField(label="Offered from", widget=DayInput(), required=False)
    ends_on = forms.DateField(
        label="Until, not counting that day", widget=DayInput(), required=False,
        help_text="Leave blank if no end is set.",
    )  # fmt: skip
    days_to_answer = forms.IntegerField(
        label="Working days in which the office answers",
        min_value=1,
        max_value=rules.MOST_DAYS_TO_ANSWER,
        initial=rules.DAYS_TO_ANSWER,
    )

    def clean_summary(self) -> str:
        """Keep the summary on one line."""
        return " ".join(str(self.cleaned_data["summary"]).split())


class AskService(forms.Form):
    """What an agency needs of an office."""

    wanted = forms.CharField(
        label="What do you need?", max_length=4000, widget=_area(6),
        help_text="How much, where, and what the office must know.",
    )  # fmt: skip
    wanted_by = forms.DateField(label="Needed by", widget=DayInput(), required=False)
    phone = forms.CharField(label="Phone for questions", max_length=40, required=False)


class Answer(forms.Form):
    """What the office says."""

    verdict = forms.ChoiceField(
        label="What does the office say?",
        choices=[("answered", "It can do it"), ("declined", "It cannot do it")],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="Its answer", max_length=4000, widget=_area(5),
        help_text="When, at what price, what happens next; or why not. The person who asked reads this.",
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["verdict"].error_messages["required"] = "Choose one."
