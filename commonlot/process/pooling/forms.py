"""What a buyer or an agency types on the review desk; only its shape is checked here."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms

from commonlot.kernel.quantity import UNITS, plain_number
from commonlot.process.pooling.rules import words
from commonlot.process.pooling.rules.packing import Choice
from commonlot.process.pooling.rules.sheet import SheetLine

NUMBER = re.compile(r"\d{1,12}(\.\d{1,6})?(/\d{1,6})?")
UNIT_KINDS = ("count", "pack", "mass", "volume", "length", "area", "cubic", "time", "service")
WHY = "Such as: it stands in the orders of the school districts."
FIELDS: dict[str, tuple[str, ...]] = {
    words.ABBREVIATION: ("typed", "means"),
    words.SAME_UNIT: ("typed", "unit"),
    words.HOLDING: ("typed", "holds", "holds_unit"),
    words.OWN_UNIT: ("typed", "means", "plural", "holds", "holds_unit"),
}
LABELS: dict[str, dict[str, tuple[str, str]]] = {
    words.ABBREVIATION: {
        "typed": ("Abbreviation", "As it stands in the lines, such as CPY."),
        "means": ("Means", "The whole word, such as copy."),
    },
    words.SAME_UNIT: {"typed": ("Word for the unit", "As it stands in the unit column, such as SKD.")},
    words.HOLDING: {"typed": ("Unit", "Its code or name, such as TB or tube.")},
    words.OWN_UNIT: {
        "typed": ("Code of the unit", "As it stands in the unit column, such as BUNK."),
        "means": ("Its name", "In the singular, such as bunk."),
        "holds": ("Holds", "Leave it empty if it differs from line to line: then each line is asked."),
    },
}


class SeenForm(forms.Form):
    """What was on the page when the buyer decided: the mark of the group, and its pool."""

    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    pool = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ReasonForm(SeenForm):
    """Why a group is rejected, or a need left out."""

    reason = forms.CharField(
        max_length=300,
        required=False,
        label="Why is this need left out?",
        help_text="The agency will see the reason. Such as: it is on the State contract.",
    )


class PackForm(forms.Form):
    """The pack in which a line is ordered: the usual one, as it is counted, or one that its lines state."""

    USUAL, COUNTED = "usual", "counted"

    pack = forms.ChoiceField(
        error_messages={"invalid_choice": "Choose one of the packs that the lines state."}
    )

    def __init__(self, line: SheetLine, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.packs = {f"{pack.unit}|{plain_number(pack.holds)}": pack for pack in line.stated_packs if pack}
        field = self.fields["pack"]
        field.choices = [(key, key) for key in (self.USUAL, self.COUNTED, *self.packs)]  # type: ignore[attr-defined]

    @property
    def choice(self) -> Choice | None:
        """What was chosen; none is the usual pack."""
        chosen = self.cleaned_data["pack"]
        return None if chosen == self.USUAL else Choice(self.packs.get(chosen))


class NameForm(SeenForm):
    """How a group is called, and in which unit it is counted."""

    name = forms.CharField(max_length=300, label="Name of the group", help_text="As a vendor will read it.")
    base_unit = forms.ChoiceField(
        label="Counted in",
        help_text="Every line is counted again; what cannot be counted becomes a question.",
    )

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [] if unit in UNITS else [(unit, unit)]
        known = sorted(UNITS.values(), key=lambda each: (UNIT_KINDS.index(each.kind), each.name))
        choices = own + [(each.code, each.plural.capitalize()) for each in known]
        self.fields["base_unit"] = forms.ChoiceField(
            label=self.fields["base_unit"].label,
            help_text=self.fields["base_unit"].help_text,
            choices=choices,
        )

    def facts(self) -> dict[str, str]:
        """Return what was typed, and the mark of what was seen."""
        return {name: self.cleaned_data[name] for name in ("name", "base_unit", "seen")}


class AnswerForm(forms.Form):
    """How much one unit of a line holds, and how we know."""

    line = forms.IntegerField(widget=forms.HiddenInput)
    holds = forms.CharField(max_length=24, label="holds")
    source = forms.CharField(max_length=200, label="How do you know?")
    same = forms.BooleanField(required=False, label="The same for all lines that ask this")

    def clean_holds(self) -> Fraction:
        """Read 5,000 or 0.5 or 1/12 as an exact number."""
        text = self.cleaned_data["holds"].replace(",", "").replace(" ", "")
        if not NUMBER.fullmatch(text) or text.endswith("/0"):
            raise forms.ValidationError(
                f"Type a number such as 5,000 or 0.5; found “{self.cleaned_data['holds']}”."
            )
        above, _, below = text.partition("/")
        if below and not Fraction(below):
            raise forms.ValidationError("A number cannot be divided by nothing.")
        return Fraction(Decimal(above)) / Fraction(below or 1)

    def ratio(self) -> dict[str, Decimal]:
        """Return the answer as whole numerator and denominator."""
        exact: Fraction = self.cleaned_data["holds"]
        return {"numerator": Decimal(exact.numerator), "denominator": Decimal(exact.denominator)}


class LinkAnswerForm(AnswerForm):
    """The answer of somebody who came by the link in a mail; the link says which line it is about."""

    line = None  # type: ignore[assignment]
    same = None  # type: ignore[assignment]
    holds = forms.CharField(max_length=24, label="How many?", help_text="Such as 5,000 or 0.5 or 1/12.")
    source = forms.CharField(
        max_length=200, label="How do you know?", help_text="Such as: the label, or our last order."
    )


class WordForm(forms.Form):
    """A word of one kind; only the fields that the kind needs."""

    typed = forms.CharField(max_length=20)
    means = forms.CharField(max_length=40)
    plural = forms.CharField(max_length=40, label="Its name in the plural", help_text="Such as bunks.")
    unit = forms.ChoiceField(label="Is a")
    holds = forms.DecimalField(
        label="Holds",
        max_digits=18,
        decimal_places=6,
        help_text="Such as 12. What a line itself says comes first.",
    )
    holds_unit = forms.ChoiceField(label="Of what")
    because = forms.CharField(
        max_length=300, label="Where does it come from?", help_text=WHY,
        error_messages={"required": "Say where the word comes from; a colleague will want to know."},
    )  # fmt: skip
    example = forms.CharField(
        max_length=500, required=False, label="A line to try it on",
        help_text="Left empty, the newest line that holds the word is taken.",
    )  # fmt: skip

    def __init__(self, *args: Any, kind: str, own_units: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.kind = kind
        for name in ("typed", "means", "plural", "unit", "holds", "holds_unit"):
            if name not in FIELDS[kind]:
                del self.fields[name]
        for name, (label, hint) in LABELS[kind].items():
            self.fields[name].label, self.fields[name].help_text = label, hint
        if kind == words.OWN_UNIT:
            self.fields["holds"].required = self.fields["holds_unit"].required = False
        for name in {"unit", "holds_unit"} & set(self.fields):
            more_units = own_units if name == "holds_unit" else []
            self.fields[name] = _units(self.fields[name], more_units)

    def word(self) -> words.Word:
        """Return the word as it was stated."""
        said = {
            name: self.cleaned_data.get(name) or ""
            for name in ("typed", "means", "unit", "plural", "holds_unit")
        }
        return words.Word(self.kind, **said, holds=self.cleaned_data.get("holds"))

    def is_valid_for_a_look(self) -> bool:
        """Check a word that is only tried: it needs no reason yet."""
        self.fields["because"].required = False
        valid = self.is_valid()
        self.fields["because"].required = True
        return valid


def _units(field: forms.Field, own_units: list[tuple[str, str]]) -> forms.ChoiceField:
    known = sorted(UNITS.values(), key=lambda unit: unit.name)
    choices = [
        ("", "Choose a unit"),
        *own_units,
        *((unit.code, f"{unit.name} ({unit.code})") for unit in known),
    ]
    return forms.ChoiceField(
        choices=choices, label=field.label, help_text=field.help_text, required=field.required
    )


class TakeBackForm(forms.Form):
    """Why a word is taken back."""

    because = forms.CharField(
        max_length=300,
        label="Why is it taken back?",
        help_text="The word stays in the list with your reason.",
    )


class ScoreForm(forms.Form):
    """Which score is used from now on, and why."""

    model = forms.IntegerField(required=False, widget=forms.HiddenInput)
    because = forms.CharField(max_length=300, label="Why?", help_text="Your colleagues will read it.")
