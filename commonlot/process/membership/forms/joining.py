"""The shape of an application and of what an agency states about itself, with rows that can be added."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django import forms

from commonlot.process.membership import rules
from commonlot.process.membership.forms.fields import DayInput, OpenToAll
from commonlot.process.membership.models import Agency, Stated
from commonlot.process.membership.queries import home_state


def _dollars(label: str) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=12, decimal_places=2, required=False)


def _authority(label: str, hint: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=Stated.Authority.choices,
        widget=forms.RadioSelect,
        initial=Stated.Authority.UNKNOWN,
        help_text=hint,
    )


class Facts(forms.Form):
    """What an agency states about itself."""

    contact_name = forms.CharField(label="Name", max_length=120)
    contact_title = forms.CharField(label="Title, such as clerk", max_length=120, required=False)
    contact_email = forms.EmailField(label="Work e-mail")
    contact_phone = forms.CharField(label="Phone", max_length=40, required=False)
    purchase_threshold = _dollars("Purchases, in dollars")
    public_work_threshold = _dollars("Public work, in dollars")
    policy_dated = forms.DateField(label="Date of the policy", widget=DayInput(), required=False)
    best_value = _authority(
        "May your agency award by best value?",
        "It needs a local law, rule or resolution of your governing board.",
    )
    best_value_law = forms.CharField(
        label="Number of the local law or resolution", max_length=120, required=False
    )
    best_value_dated = forms.DateField(label="Its date", widget=DayInput(), required=False)
    electronic_bids = _authority(
        "May your agency take bids electronically?", "It needs the authority of your governing board."
    )
    electronic_bids_law = forms.CharField(
        label="Number of the local law or resolution", max_length=120, required=False
    )
    electronic_bids_dated = forms.DateField(label="Its date", widget=DayInput(), required=False)

    def field_groups(self) -> dict[str, list[forms.BoundField]]:
        """Return the fields as the page groups them."""
        names = list(rules.StatedFacts.__dataclass_fields__)
        groups = {"contact": "contact_", "best_value": "best_value", "electronic_bids": "electronic_bids"}
        found = {
            group: [self[name] for name in names if name.startswith(prefix)]
            for group, prefix in groups.items()
        }
        found["policy"] = [
            self[name] for name in ("purchase_threshold", "public_work_threshold", "policy_dated")
        ]
        return found


class Apply(OpenToAll, Facts):
    """An application to join."""

    name = forms.CharField(label="Full name", max_length=200, help_text="Such as Village of Elm Crest.")
    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose one"), *Agency.Kind.choices])
    county = forms.CharField(label="County", max_length=60)
    state = forms.RegexField(r"^[A-Z]{2}$", label="State, two letters", initial=home_state)

    def field_groups(self) -> dict[str, list[forms.BoundField]]:
        """Return the fields as the page groups them, the body that applies first."""
        body = [self[name] for name in ("name", "kind", "county", "state")]
        return {"body": body, **super().field_groups()}


class NewspaperRow(forms.Form):
    """One official newspaper."""

    name = forms.CharField(label="Newspaper", max_length=120, required=False)


class SiteRow(forms.Form):
    """One place to which goods are brought."""

    name = forms.CharField(label="Site", max_length=120, required=False)
    address = forms.CharField(label="Address", max_length=300, required=False)
    note = forms.CharField(label="Hours, dock or other note", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the name of a place of which something else is said."""
        said = super().clean() or {}
        if not said.get("name") and (said.get("address") or said.get("note")) and "name" not in self.errors:
            self.add_error("name", "Give the site a name, such as Town Hall.")
        return said


ROWS: dict[str, tuple[type[forms.Form], int]] = {"newspapers": (NewspaperRow, 10), "sites": (SiteRow, 40)}


class StatedForms:
    """The form of the facts with its two lists, each of which grows by a plain button."""

    def __init__(
        self,
        main: type[Facts],
        data: Mapping[str, Any] | None = None,
        *,
        facts: rules.StatedFacts | None = None,
        more: str = "",
    ) -> None:
        asked_for_more = data is not None and more in ROWS
        bound = None if asked_for_more else data
        stated = asdict(facts) if facts is not None else {}
        initial = {name: data.get(name) for name in main.base_fields} if asked_for_more and data else stated
        self.main = main(bound, initial=initial)
        self.more = more if asked_for_more else ""
        self.rows = {
            prefix: _rows(prefix, bound, _typed(prefix, data) if asked_for_more and data else _kept(prefix, facts),
                          extra=1)
            for prefix in ROWS
        }  # fmt: skip
        self._let_the_new_row_take_the_focus()

    def is_valid(self) -> bool:
        """Say whether the form and all rows have the right shape."""
        return all([self.main.is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    def facts(self) -> rules.StatedFacts:
        """Return what was stated; rows left blank are left out."""
        stated = {name: self.main.cleaned_data[name] for name in self.main.cleaned_data if name in _FACTS}
        papers = [row["name"] for row in self.rows["newspapers"].cleaned_data if row.get("name")]
        sites = [rules.NamedSite(**row) for row in self.rows["sites"].cleaned_data if row.get("name")]
        return rules.StatedFacts(**stated, newspapers=tuple(papers), sites=tuple(sites))

    @property
    def row_errors(self) -> list[tuple[str, str]]:
        """What is wrong in rows, with the field it speaks of, for the summary."""
        found = []
        for rows in self.rows.values():
            found += [("", str(error)) for error in rows.non_form_errors()]
            for form in rows.forms:
                found += [
                    (form[name].auto_id, str(each)) for name, said in form.errors.items() for each in said
                ]
        return found

    def _let_the_new_row_take_the_focus(self) -> None:
        if self.more:
            self.rows[self.more].forms[-1].fields["name"].widget.attrs["autofocus"] = True


_FACTS = frozenset(rules.StatedFacts.__dataclass_fields__)


def _rows(prefix: str, data: Any, initial: list[dict[str, Any]], *, extra: int) -> Any:
    row, most = ROWS[prefix]
    made = forms.formset_factory(row, extra=extra, max_num=most, validate_max=True, absolute_max=most + 2)
    return made(data, prefix=prefix, initial=initial)


def _typed(prefix: str, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows as they were typed, blank ones left out, so that one more can be added."""
    row, most = ROWS[prefix]
    typed = [
        {name: data.get(f"{prefix}-{place}-{name}", "") for name in row.base_fields} for place in range(most)
    ]
    return [each for each in typed if any(each.values())]


def _kept(prefix: str, facts: rules.StatedFacts | None) -> list[dict[str, Any]]:
    if facts is None:
        return []
    if prefix == "newspapers":
        return [{"name": name} for name in facts.newspapers]
    return [site.as_row() for site in facts.sites]
