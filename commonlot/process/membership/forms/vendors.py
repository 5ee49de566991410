"""The shape of what people send about vendors."""

from collections.abc import Iterable
from typing import Any

from django import forms

from commonlot.process.membership import rules
from commonlot.process.membership.forms.fields import OpenToAll
from commonlot.process.membership.models import Certification
from commonlot.process.membership.queries import PAPER_STATES, VendorFilter

FIND = "find_commodity"


class CompanyFacts(forms.Form):
    """What a company says of itself; `find` narrows the shown commodities, those chosen always show."""

    trade_name = forms.CharField(
        label="Trade name",
        max_length=200,
        required=False,
        help_text="The name you do business as, if another.",
    )
    phone = forms.CharField(label="Phone", max_length=40, required=False)
    address = forms.CharField(
        label="Address", widget=forms.Textarea(attrs={"rows": 3}), max_length=500, required=False
    )
    commodity_codes = forms.MultipleChoiceField(
        label="Goods and services from the list",
        widget=forms.CheckboxSelectMultiple,
        choices=rules.COMMODITY_CHOICES,
        required=False,
    )
    commodities = forms.CharField(
        label="In your own words",
        max_length=300,
        required=False,
        help_text="What the list does not name, such as treated salt, brine makers.",
    )
    zones = forms.MultipleChoiceField(
        label="Where you deliver",
        widget=forms.CheckboxSelectMultiple,
        choices=[(each.code, each.name) for each in rules.ZONES.values()],
        required=False,
    )

    def __init__(self, *args: Any, find: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.find = find[:60]

    @property
    def commodity_options(self) -> list[tuple[rules.Commodity, bool]]:
        """The commodities to show, each with whether it is chosen."""
        chosen = set(self["commodity_codes"].value() or [])
        found = rules.commodities_with(self.find)
        return [
            (each, code in chosen)
            for code, each in rules.COMMODITIES.items()
            if code in chosen or each in found
        ]

    @property
    def zone_options(self) -> list[tuple[rules.Zone, bool]]:
        """The zones, each with whether it is chosen."""
        chosen = set(self["zones"].value() or [])
        return [(each, code in chosen) for code, each in rules.ZONES.items()]

    def typed(self, names: Iterable[str]) -> list[forms.BoundField]:
        """Return fields by name, in order."""
        return [self[name] for name in names]


class RegisterVendor(CompanyFacts):
    """A new vendor, entered by the county."""

    field_order = (
        "name",
        "trade_name",
        "email",
        "phone",
        "address",
        "commodities",
        "commodity_codes",
        "zones",
    )
    name = forms.CharField(label="Name of the company", max_length=200)
    email = forms.EmailField(label="E-mail for orders and notices", required=False)

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """The fields that stand first."""
        return self.typed(("name", "trade_name", "email", "phone", "address", "commodities"))


class JoinAsVendor(OpenToAll, CompanyFacts):
    """A company that registers itself."""

    field_order = ("name", "trade_name", "address", "person", "role", "email", "phone")
    name = forms.CharField(label="Legal name of the company", max_length=200)
    person = forms.CharField(
        label="Your name",
        max_length=120,
        help_text="You take the bid papers; you can hand them on later.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    role = forms.CharField(
        label="Your role",
        max_length=120,
        required=False,
        help_text="Such as sales manager.",
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    email = forms.EmailField(
        label="Your work e-mail",
        help_text="We write to it to check that it is yours. Nobody sees what you typed before that.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    orders_name = forms.CharField(label="Name", max_length=120, required=False)
    orders_email = forms.EmailField(label="E-mail for orders", required=False)
    orders_phone = forms.CharField(label="Phone for orders", max_length=40, required=False)

    @property
    def company_fields(self) -> list[forms.BoundField]:
        """The fields about the company."""
        return self.typed(("name", "trade_name", "address"))

    @property
    def person_fields(self) -> list[forms.BoundField]:
        """The fields about the person who registers."""
        return self.typed(("person", "role", "email", "phone"))

    @property
    def who_takes_orders(self) -> list[forms.BoundField]:
        """The fields about who takes orders, if another."""
        return self.typed(("orders_name", "orders_email", "orders_phone"))

    def facts(self) -> dict[str, Any]:
        """Return what the company said, without the field for programs."""
        return {name: value for name, value in self.cleaned_data.items() if name != "website"}


class Contact(forms.Form):
    """A person at a vendor."""

    name = forms.CharField(label="Name", max_length=120)
    role = forms.CharField(label="Role", max_length=120, required=False, help_text="Such as dispatcher.")
    email = forms.EmailField(label="E-mail")
    phone = forms.CharField(label="Phone", max_length=40, required=False)
    for_bids = forms.BooleanField(
        label="Takes bid papers", required=False, help_text="One person does; this takes over from who did."
    )
    for_orders = forms.BooleanField(
        label="Takes orders", required=False, help_text="Purchase orders go to this address from now on."
    )


class FindVendors(forms.Form):
    """What a buyer asks of the list of vendors."""

    q = forms.CharField(label="Name, number, goods or place", max_length=100, required=False)
    commodity = forms.ChoiceField(
        label="Sells", required=False, choices=[("", "Anything"), *rules.COMMODITY_CHOICES]
    )
    zone = forms.ChoiceField(
        label="Delivers to",
        required=False,
        choices=[("", "Anywhere"), *((each.code, each.name) for each in rules.ZONES.values())],
    )
    certification = forms.ChoiceField(
        label="Certified as", required=False, choices=[("", "Any"), *Certification.Kind.choices]
    )
    papers = forms.ChoiceField(
        label="Papers", required=False, choices=[("", "Any state"), *PAPER_STATES.items()]
    )
    status = forms.ChoiceField(
        label="Registration",
        required=False,
        choices=[("", "All"), ("new", "New, not yet checked"), ("suspected", "May be registered twice")],
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            kind = "usa-select" if isinstance(field, forms.ChoiceField) else "usa-input"
            field.widget.attrs["class"] = kind

    def asked(self) -> VendorFilter:
        """Return what was asked; what makes no sense is left out."""
        self.is_valid()
        facts = self.cleaned_data
        return VendorFilter(
            facts.get("q", "").replace("\0", ""),
            **{
                name: facts.get(name, "")
                for name in ("commodity", "zone", "certification", "papers", "status")
            },
        )
