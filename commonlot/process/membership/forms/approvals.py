"""The shape of what an administrator sends about approvals."""

from collections.abc import Iterable
from typing import Any

from django import forms

from commonlot.kernel.money import Money
from commonlot.process.membership.forms.fields import DayInput, MoneyField
from commonlot.records.access.models import Seat


class ApprovalLimits(forms.Form):
    """A limit for each approver."""

    def __init__(self, *args: Any, approvers: Iterable[Seat], **more: Any) -> None:
        super().__init__(*args, **more)
        self.approvers = list(approvers)
        for seat in self.approvers:
            limit = getattr(seat, "approval_limit", None)
            self.fields[f"limit-{seat.pk}"] = MoneyField(
                label=f"{seat.user}: may approve up to",
                required=False,
                initial="" if limit is None else f"{limit.up_to:,.2f}",
            )

    @property
    def rows(self) -> list[tuple[Seat, forms.BoundField]]:
        """Each approver with the field of their limit."""
        return [(seat, self[f"limit-{seat.pk}"]) for seat in self.approvers]

    @property
    def limits(self) -> dict[int, Money | None]:
        """The limits by seat."""
        return {seat.pk: self.cleaned_data[f"limit-{seat.pk}"] for seat in self.approvers}


class TwoApprovals(forms.Form):
    """Above which amount two people must approve."""

    above = MoneyField(
        label="Two people must approve an order above",
        required=False,
        help_text="Such as 5,000. Leave it blank if one approval is always enough.",
    )


class NewBackup(forms.Form):
    """Who approves for whom, and when."""

    approver = forms.TypedChoiceField(label="While this approver is away", coerce=int)
    backup = forms.TypedChoiceField(
        label="this person approves for them", coerce=int, help_text="With the limit of the one who is away."
    )
    starts_on = forms.DateField(label="From", widget=DayInput())
    ends_on = forms.DateField(
        label="Until, not counting that day", widget=DayInput(), help_text="The day on which they are back."
    )

    def __init__(self, *args: Any, approvers: Iterable[Seat], people: Iterable[Seat], **more: Any) -> None:
        super().__init__(*args, **more)
        for name, seats in (("approver", approvers), ("backup", people)):
            field: forms.TypedChoiceField = self.fields[name]  # type: ignore[assignment]
            field.choices = [("", "Choose"), *((seat.pk, str(seat.user)) for seat in seats)]


class WhoCould(forms.Form):
    """An amount, and who asks for it."""

    amount = MoneyField(
        label="Amount, in dollars", error_messages={"required": "Type an amount, such as 7,200."}
    )
    asked_by = forms.TypedChoiceField(label="Asked for by", coerce=int, initial=0)

    def __init__(self, *args: Any, people: Iterable[Seat], **more: Any) -> None:
        super().__init__(*args, **more)
        field: forms.TypedChoiceField = self.fields["asked_by"]  # type: ignore[assignment]
        field.choices = [(0, "Anybody else"), *((seat.user_id, str(seat.user)) for seat in people)]
