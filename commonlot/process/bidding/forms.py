"""What people type at the receiving desk and at the opening."""

from decimal import Decimal
from typing import Any

from django import forms

from commonlot.engines.tabulation_file import NO_BID
from commonlot.kernel.errors import Refused
from commonlot.kernel.money import exact_decimal
from commonlot.process.bidding import queries
from commonlot.process.bidding.models import OpenedBid
from commonlot.process.bidding.rules import TypedPrice
from commonlot.process.membership.models import Vendor
from commonlot.process.solicitation.forms import NumberField
from commonlot.process.solicitation.models import BidLine

SAID_NO = "no bid"


class VendorChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Vendors with their number: names alone do not tell them apart."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name with the number."""
        return f"{obj.organisation.name}, {obj.number}"


class EnvelopeForm(forms.Form):
    """Whose envelope it is: a vendor we know, or a new one."""

    vendor = VendorChoice(
        queryset=Vendor.objects.none(), label="Vendor on the envelope", empty_label="Choose a vendor",
        error_messages={"required": "Choose a vendor, or name a new one below."},
    )  # fmt: skip
    name = forms.CharField(required=False, max_length=200, label="Or the name of a vendor not in the list")
    email = forms.EmailField(
        required=False,
        label="E-mail of the new vendor",
        help_text="For the receipt. Leave it out if it is not known.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["vendor"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = queries.vendors_to_choose()
        if self.is_bound and str(self.data.get("name", "")).strip():
            field.required = False

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one of the two."""
        data = super().clean() or {}
        if data.get("vendor") and data.get("name", "").strip():
            self.add_error("vendor", "Choose a vendor, or name a new one below; not both.")
        return data


class OpenForm(forms.Form):
    """Who else is in the room."""

    witness = forms.CharField(
        max_length=120, label="The second person", help_text="Who opens the bids with you. Shown on this page.",
        error_messages={"required": "Two people open bids: name the other one."},
    )  # fmt: skip


class BecauseForm(forms.Form):
    """Why an envelope stays sealed."""

    because = forms.CharField(
        max_length=300, label="Why it stays sealed", help_text="Everyone reads this.",
        error_messages={"required": "Say why it stays sealed: everyone reads it."},
    )  # fmt: skip


class ReturnForm(forms.Form):
    """What differs from the paper."""

    reason = forms.CharField(
        max_length=500, label="What differs from the paper", error_messages={"required": "Say what differs."}
    )


class BidsFileForm(forms.Form):
    """All bids in one file."""

    file = forms.FileField(
        label="Spreadsheet", widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.xls,.ods"}),
        help_text="One row for each line and bidder: line, vendor, quantity, unit price; amount if the bid states it. "
                  "Write “No Bid” where there is none.",
        error_messages={"required": "Choose a file.", "empty": "This file is empty."},
    )  # fmt: skip
    register_unknown = forms.BooleanField(
        required=False, label="Enter bidders of the file whose envelope was stamped by hand",
        help_text="Only before any price is typed. The page says that this desk did not stamp them.",
    )  # fmt: skip


class PriceField(forms.CharField):
    """A unit price, or the words no bid; an empty cell is neither."""

    def clean(self, value: Any) -> Decimal | str | None:
        """Read the price."""
        text = " ".join(str(super().clean(value) or "").split())
        if not text:
            return None
        if text.casefold() in NO_BID:
            return SAID_NO
        try:
            return exact_decimal(text, what="A unit price", places=4)
        except Refused as refusal:
            raise forms.ValidationError(f"{refusal.reason} Or write “no bid”.") from None


class PriceForm(forms.Form):
    """One row of the typing grid."""

    unit_price = PriceField(required=False, max_length=40)
    stated_amount = NumberField(required=False, places=2, what="An amount")

    def __init__(self, *args: Any, line: BidLine, **options: Any) -> None:
        super().__init__(*args, **options)
        self.line = line
        for name, label in (
            ("unit_price", "unit price, dollars"),
            ("stated_amount", "amount stated, dollars"),
        ):
            attributes = {
                "class": "cell cell--num",
                "inputmode": "text" if name == "unit_price" else "decimal",
            }
            self.fields[name].widget.attrs |= attributes | {"aria-label": f"Line {line.number}, {label}"}
            if self.is_bound and name in self.errors:
                self.mark(name)

    def mark(self, name: str) -> None:
        """Tie a cell to the sentence that says what is wrong with it."""
        self.fields[name].widget.attrs |= {
            "aria-invalid": "true",
            "aria-describedby": f"{self.prefix}-errors",
        }

    def refuse(self, name: str, sentence: str) -> None:
        """Put a sentence beside a cell."""
        self.add_error(name, sentence)
        self.mark(name)

    def typed(self) -> TypedPrice:
        """Return what was typed."""
        price = self.cleaned_data["unit_price"]
        return TypedPrice(None if price in (SAID_NO, None) else price, self.cleaned_data["stated_amount"])


class TotalsForm(forms.Form):
    """What stands once on a bid, and what blank cells mean."""

    stated_total = NumberField(
        required=False, places=2, what="A total", label="Total that the bidder wrote",
        help_text="Leave it out if the paper states none. It is shown beside the total added by machine.",
    )  # fmt: skip
    blank_is_no_bid = forms.BooleanField(
        required=False, label="The lines left blank are no-bids on the paper"
    )


def grid_of(lines: list[BidLine], before: OpenedBid | None, data: Any = None) -> list[PriceForm]:
    """Return a row for each line, filled with what was typed before."""
    typed = {price.line_id: price for price in before.prices.all()} if before else {}
    rows = []
    for line in lines:
        price = typed.get(line.pk)
        initial: dict[str, object] = {}
        if price is not None:
            initial = {
                "unit_price": SAID_NO if price.unit_price is None else price.unit_price,
                "stated_amount": "" if price.stated_amount is None else price.stated_amount,
            }
        rows.append(PriceForm(data, prefix=f"p{line.pk}", line=line, initial=initial))
    return rows
