"""The shapes of what a person types about an order."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django import forms
from django.db.models import QuerySet

from commonlot.process.ordering.queries import LineView
from commonlot.process.requirements.models import DeliverySite
from commonlot.records.access.models import Seat


class QuantityField(forms.DecimalField):
    """A quantity with at most six decimals; thousands commas are fine."""

    def __init__(self, *, required: bool = True, label: str = "Quantity") -> None:
        super().__init__(
            max_digits=18,
            decimal_places=6,
            required=required,
            label=label,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            error_messages={"invalid": "Type a number, such as 12 or 2.5."},
        )

    def clean(self, value: object) -> Decimal | None:
        """Read the number without its thousands commas."""
        number = super().clean(value.replace(",", "") if isinstance(value, str) else value)
        return number if isinstance(number, Decimal) else None


class AddForm(forms.Form):
    """A contract line and how much of it."""

    price_line = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    quantity = QuantityField()


class QuantityForm(forms.Form):
    """How much of a basket line."""

    quantity = QuantityField()


class SubmitForm(forms.Form):
    """Where to, from which budget, and why more than was stated."""

    deliver_to = forms.ModelChoiceField(
        DeliverySite.objects.none(), required=False, label="Deliver to", empty_label="As agreed with us"
    )
    budget_code = forms.CharField(max_length=40, required=False, label="Budget code")
    note = forms.CharField(max_length=300, required=False, label="Note to the vendor")
    beyond_because = forms.CharField(max_length=300, required=False, label="Why more than you stated")

    def __init__(self, *args: object, sites: QuerySet[DeliverySite], beyond: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["deliver_to"].queryset = sites  # type: ignore[attr-defined]
        if not beyond:
            del self.fields["beyond_because"]


class ReasonForm(forms.Form):
    """A reason in one line."""

    because = forms.CharField(max_length=300, label="Why?", error_messages={"required": "Say why."})


class LeavingForm(forms.Form):
    """Who takes over the baskets of a person who leaves."""

    to = forms.TypedChoiceField(label="Hand over what is in the basket to", coerce=int, empty_value=None)

    def __init__(
        self, *args: object, colleagues: Iterable[Seat], must_choose: bool, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field: forms.TypedChoiceField = self.fields["to"]  # type: ignore[assignment]
        field.required = must_choose
        nobody = "Choose" if must_choose else "Nobody yet: it stays on the list of things to do"
        field.choices = [("", nobody), *((seat.pk, str(seat.user)) for seat in colleagues)]


class ReceiptForm(forms.Form):
    """A delivery: its day, and what came of each line."""

    received_on = forms.DateField(label="Day of delivery", widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(max_length=300, required=False, label="Note")

    def __init__(self, *args: object, lines: list[LineView], today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.lines = [view for view in lines if view.to_come]
        self.fields["received_on"].initial = today
        for view in self.lines:
            field = QuantityField(required=False, label=f"{view.line.price_line.description}: how much came")
            field.initial = f"{view.to_come.normalize():f}"
            self.fields[f"quantity-{view.line.pk}"] = field

    @property
    def rows(self) -> list[tuple[LineView, forms.BoundField]]:
        """Each line that is still to come, with its field."""
        return [(view, self[f"quantity-{view.line.pk}"]) for view in self.lines]

    @property
    def quantities(self) -> dict[int, Decimal]:
        """What came, by order line."""
        return {
            view.line.pk: self.cleaned_data.get(f"quantity-{view.line.pk}") or Decimal(0)
            for view in self.lines
        }
