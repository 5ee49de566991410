"""The shape of what people send about agencies and agreements."""

from typing import Any

from django import forms

from commonlot.process.membership.forms.fields import DayInput, Upload
from commonlot.process.membership.models import Agency, AgreementPaper
from commonlot.process.membership.queries import home_state


class EnrolAgency(forms.Form):
    """A new agency."""

    name = forms.CharField(label="Full name", max_length=200, help_text="Such as Town of Rye Hill.")
    kind = forms.ChoiceField(label="Kind", choices=Agency.Kind.choices)
    county = forms.CharField(label="County", max_length=60, required=False)
    state = forms.RegexField(
        r"^[A-Z]{2}$", label="State", initial=home_state, help_text="Two letters, such as NY."
    )
    contact_email = forms.EmailField(label="E-mail of the office", required=False)
    note = forms.CharField(label="Note", max_length=200, required=False)


class Vote(forms.Form):
    """How a board voted; where the law is uncertain also what counsel advised."""

    resolution_number = forms.CharField(label="Number of the resolution", max_length=60)
    voted_on = forms.DateField(label="Day of the vote", widget=DayInput())
    votes_for = forms.IntegerField(label="Votes in favor", min_value=0, max_value=10_000)
    votes_of = forms.IntegerField(
        label="Full voting strength of the board",
        min_value=1,
        max_value=10_000,
        help_text="All votes the board has, also those of members who were away.",
    )
    counsel_advice = forms.CharField(
        label="What counsel advised about this vote",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text="The rules of this state do not decide it here. Who advised what, and when?",
    )

    def __init__(self, *args: Any, uncertain: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not uncertain:
            del self.fields["counsel_advice"]


class BoardVote(Vote):
    """How the agency's board voted, and from when to when the agreement holds."""

    field_order = (
        "resolution_number", "voted_on", "votes_for", "votes_of", "starts_on", "ends_on", "counsel_advice",
    )  # fmt: skip
    starts_on = forms.DateField(label="In force from", widget=DayInput())
    ends_on = forms.DateField(
        label="Until, not counting that day",
        widget=DayInput(),
        required=False,
        help_text="Leave blank if it holds until one side ends it.",
    )


class Term(forms.Form):
    """The term that is proposed to the board."""

    starts_on = forms.DateField(
        label="In force from",
        widget=DayInput(),
        required=False,
        help_text="Never before the board voted. Leave blank if the board decides it.",
    )
    ends_on = forms.DateField(label="Until, not counting that day", widget=DayInput(), required=False)


class SignedCopy(Upload):
    """A signed copy: who signed it, and when."""

    field_order = ("file", "signed_by", "signed_on")
    signed_by = forms.ChoiceField(
        label="Signed by",
        choices=AgreementPaper.Signer.choices,
        widget=forms.RadioSelect,
        initial=AgreementPaper.Signer.AGENCY,
    )
    signed_on = forms.DateField(
        label="Day of the signature",
        widget=DayInput(),
        required=False,
        help_text="As written beside the signature; the later one if there are two.",
    )


class Acceptance(forms.Form):
    """What counsel advised, asked for where the law is uncertain."""

    counsel_advice = forms.CharField(
        label="What counsel advised",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text="Who advised what, and when. It is kept with the application.",
        error_messages={"required": "The law is uncertain here. Write down who advised what."},
    )

    def __init__(self, *args: Any, uncertain: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["counsel_advice"].required = uncertain


class Declining(forms.Form):
    """Why an application is declined."""

    reason = forms.CharField(
        label="Reason",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text="The contact reads it in a mail.",
    )
