"""What a buyer types when a word is taught, a word is taken back, or a score is chosen."""

from typing import Any

from django import forms

from commonlot.kernel.quantity import UNITS
from commonlot.process.pooling.rules import words

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
        "means": ("Means", "One whole word, such as copy."),
    },
    words.SAME_UNIT: {"typed": ("Word for the unit", "As it stands in the unit column, such as SKD.")},
    words.HOLDING: {"typed": ("Unit", "Its code or name, such as TB or tube.")},
    words.OWN_UNIT: {
        "typed": ("Code of the unit", "As it stands in the unit column, such as BUNK."),
        "means": ("Its name", "In the singular, such as bunk."),
        "holds": ("Holds", "Leave it empty if it differs from line to line: then each line is asked."),
    },
}


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
    because = forms.CharField(max_length=300, label="Where does it come from?", help_text=WHY)
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

    def for_a_look(self) -> None:
        """A word that is only tried needs no reason yet."""
        self.fields["because"].required = False


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
