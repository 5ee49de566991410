"""The shape of what people send about the papers of vendors."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from commonlot.process.membership import rules
from commonlot.process.membership.forms.fields import DayInput, Upload
from commonlot.process.membership.models import Certificate, Certification, PaperDemand

YES_NO = [("", "Not said"), ("yes", "Yes"), ("no", "No")]
SIGNED_HERE = frozenset(rules.STATEMENTS)


class NewCertificate(Upload):
    """A certificate and its copy."""

    field_order = (
        "kind", "insurer", "policy_number", "amount_each", "amount_in_all", "additional_insured", "starts_on",
        "ends_on", "file",
    )  # fmt: skip
    kind = forms.ChoiceField(label="Certificate", choices=Certificate.Kind.choices)
    insurer = forms.CharField(label="Insurer", max_length=200, required=False)
    policy_number = forms.CharField(label="Policy number", max_length=60, required=False)
    amount_each = forms.DecimalField(
        label="Covers, each claim", min_value=1, max_digits=14, decimal_places=2, required=False,
        help_text="In dollars.",
    )  # fmt: skip
    amount_in_all = forms.DecimalField(
        label="Covers, in all", min_value=1, max_digits=14, decimal_places=2, required=False,
        help_text="In dollars, for the whole time.",
    )  # fmt: skip
    additional_insured = forms.ChoiceField(
        label="The county is named as additional insured", choices=YES_NO, required=False
    )
    starts_on = forms.DateField(label="Counts from", widget=DayInput())
    ends_on = forms.DateField(label="Until, not counting that day", widget=DayInput())

    def __init__(self, *args: Any, by_vendor: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["file"].required = False
        self.fields["file"].label = "Copy of the certificate"
        self.fields["file"].help_text = "PDF, PNG or JPEG, at most 10 MB."
        if by_vendor:
            kinds: forms.ChoiceField = self.fields["kind"]  # type: ignore[assignment]
            kinds.choices = [each for each in Certificate.Kind.choices if each[0] not in SIGNED_HERE]

    def clean_additional_insured(self) -> bool | None:
        """Read yes and no; not said stays open."""
        return {"yes": True, "no": False}.get(self.cleaned_data["additional_insured"])


class RefuseCertificate(forms.Form):
    """Why a certificate is refused."""

    because = forms.CharField(
        label="What is wrong with it?",
        max_length=500,
        help_text="The vendor reads this. Such as: the policy does not name the county.",
        error_messages={"required": "Say what is wrong with it: the vendor reads this."},
    )


class NewCertification(Upload):
    """A standing that a public body gave, with its proof."""

    field_order = ("kind", "certified_by", "number", "ends_on", "file")
    kind = forms.ChoiceField(label="Certified as", choices=Certification.Kind.choices)
    certified_by = forms.CharField(
        label="Certified by", max_length=200, help_text="Such as the State, the county, or a federal office."
    )
    number = forms.CharField(label="Number of the certificate", max_length=60)
    ends_on = forms.DateField(label="Until, not counting that day", widget=DayInput())

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["file"].label = "Proof"
        self.fields["file"].help_text = "The certificate as PDF, PNG or JPEG, at most 10 MB."


class Certify(forms.Form):
    """A person's word for their company."""

    name = forms.CharField(label="Your full name", max_length=120)
    title = forms.CharField(label="Your title", max_length=120, help_text="Such as owner, or sales manager.")
    agrees = forms.BooleanField(
        label="I certify this for my company. It counts for twelve months.",
        error_messages={"required": "Tick that this is true, or ask who in your company may say so."},
    )


@dataclass(frozen=True)
class DemandCell:
    """One answer: its field, and what it says now in words."""

    field: forms.BoundField
    said: str


class Demands(forms.Form):
    """What the county's contracts ask of each kind of paper."""

    def __init__(self, *args: Any, demands: Iterable[rules.Demand], **more: Any) -> None:
        super().__init__(*args, **more)
        self.demands = list(demands)
        for each in self.demands:
            for when, words in (("lapsed", "lapsed"), ("missing", "was never on file")):
                self.fields[f"{each.kind}-{when}"] = forms.ChoiceField(
                    label=f"When the {each.name} {words}",
                    choices=PaperDemand.Answer.choices,
                    widget=forms.Select(attrs={"class": "usa-select"}),
                    initial=getattr(each, f"when_{when}"),
                )

    @property
    def rows(self) -> list[tuple[rules.Demand, DemandCell, DemandCell]]:
        """Each kind of paper with what is asked when it lapsed, and when it never came."""
        return [(each, self._cell(each, "lapsed"), self._cell(each, "missing")) for each in self.demands]

    def _cell(self, demand: rules.Demand, when: str) -> DemandCell:
        said = PaperDemand.Answer(getattr(demand, f"when_{when}")).label
        return DemandCell(self[f"{demand.kind}-{when}"], said)

    def answers(self) -> dict[str, tuple[str, str]]:
        """Return for each kind when it lapsed and when it never came."""
        facts = self.cleaned_data
        return {
            each.kind: (facts[f"{each.kind}-lapsed"], facts[f"{each.kind}-missing"]) for each in self.demands
        }
