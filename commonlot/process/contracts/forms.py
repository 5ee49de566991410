"""What a person types about a contract."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms

from commonlot.engines.spreadsheets import FileRefused
from commonlot.process.contracts.models import Contract
from commonlot.process.contracts.price_file import read_prices
from commonlot.process.membership.models import Vendor

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOST_SHOWN = 20
OWN_BIDS = [
    ("none", "No, we hold none"),
    ("higher", "Yes, and this contract is lower on the same terms"),
    ("lower", "Yes, and one is as low or lower"),
]


class AdoptForm(forms.Form):
    """The agency's own consideration, and counsel's advice where the law is uncertain."""

    own_bids = forms.ChoiceField(
        label="Do you already hold bids of your own for this?", choices=OWN_BIDS, widget=forms.RadioSelect
    )
    statement = forms.CharField(
        label="Why does this contract save cost after all factors?",
        help_text=(
            "In your own words: prices you compared, delivery, quality, the cost of bidding it yourself. "
            "It stands in the memo that is filed."
        ),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Write down why this contract saves cost after all factors."},
    )
    counsel_advice = forms.CharField(
        label="What did counsel advise?",
        help_text="Name who advised, when, and what.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "The law is uncertain here. Write down who advised what."},
    )

    def __init__(self, *args: Any, letter: str, uncertain: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not uncertain:
            del self.fields["counsel_advice"]
        if letter != "C":  # only the rules of a county's contract ask for it
            del self.fields["own_bids"]


class ContractForm(forms.Form):
    """A contract that exists already."""

    number = forms.CharField(label="Number", max_length=20)
    title = forms.CharField(label="What it covers", max_length=160)
    vendor = forms.ModelChoiceField(label="Vendor", queryset=Vendor.objects.none())
    starts_on = forms.DateField(label="First day", widget=DATE)
    last_day = forms.DateField(label="Last day", widget=DATE)
    let_by_kind = forms.ChoiceField(label="Who awarded it", choices=Contract.LetBy.choices)
    let_by = forms.CharField(
        label="Name of that government",
        help_text="Leave empty if it is this county.",
        max_length=160,
        required=False,
    )
    use_by_others = forms.BooleanField(label="It says that other governments may use it", required=False)
    let_to_lowest = forms.BooleanField(
        label="It went to the lowest responsible bidder", required=False, initial=True
    )
    several_winners = forms.BooleanField(label="Several vendors hold it for one item", required=False)
    is_service = forms.BooleanField(label="It is for services", required=False)
    service_is_for_goods = forms.BooleanField(
        label="Its services install, maintain or repair goods", required=False
    )
    is_public_work = forms.BooleanField(label="It is public work", required=False)
    price_file = forms.FileField(
        label="Or a file of prices",
        help_text="A spreadsheet or CSV with the columns description, unit and unit_price.",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vendor"].queryset = Vendor.objects.standing().select_related("organisation")  # type: ignore[attr-defined]

    def clean_price_file(self) -> list[dict[str, Any]]:
        """Read the price list, or say every row that is wrong."""
        upload = self.cleaned_data["price_file"]
        if upload is None:
            return []
        try:
            return read_prices(upload.read(), name=upload.name)
        except FileRefused as refusal:
            raise forms.ValidationError(
                [str(problem) for problem in refusal.problems[:MOST_SHOWN]]
            ) from refusal

    def facts(self) -> dict[str, Any]:
        """Return what was typed as the action takes it: the term half-open, the vendor by its id."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "price_file"}
        facts["vendor_id"] = facts.pop("vendor").pk
        facts["ends_on"] = facts.pop("last_day") + timedelta(days=1)
        return facts


class PriceForm(forms.Form):
    """One price of a contract."""

    description = forms.CharField(label="Description", max_length=500)
    unit = forms.CharField(label="Unit", max_length=40)
    unit_price = forms.DecimalField(label="Unit price", min_value=0, max_digits=14, decimal_places=4)


PriceFormSet = forms.formset_factory(PriceForm, extra=8, max_num=500, validate_max=True)


def typed_prices(prices: Iterable[PriceForm]) -> list[dict[str, Any]]:
    """Return the prices of the rows that were filled in."""
    return [dict(form.cleaned_data) for form in prices if form.has_changed() and form.is_valid()]
