"""What a form field needs to be drawn: its kind, its words, and a control with the right attributes."""

from dataclasses import dataclass
from typing import Any

from django.forms import BoundField, widgets
from django.utils.safestring import SafeString

KINDS: tuple[tuple[type[widgets.Widget], str], ...] = (
    (widgets.HiddenInput, "hidden"),
    (widgets.CheckboxSelectMultiple, "checkboxes"),
    (widgets.RadioSelect, "radios"),
    (widgets.CheckboxInput, "checkbox"),
    (widgets.FileInput, "file"),
    (widgets.Textarea, "textarea"),
    (widgets.Select, "select"),
)
CLASSES = {
    "text": "usa-input",
    "textarea": "usa-textarea",
    "select": "usa-select",
    "checkbox": "usa-checkbox__input",
    "file": "usa-file",
}


@dataclass(frozen=True)
class Option:
    id: str
    value: str
    label: str
    chosen: bool
    disabled: bool


@dataclass(frozen=True)
class FieldView:
    kind: str
    id: str
    name: str
    label: str
    hint: str
    errors: list[str]
    optional: bool
    control: SafeString
    options: list[Option]


def kind_of(field: BoundField) -> str:
    """Name the kind of control a field is drawn as."""
    widget = field.field.widget
    return next((kind for type_, kind in KINDS if isinstance(widget, type_)), "text")


def describe(field: BoundField, *, css: str = "") -> FieldView:
    """Read a bound field into what the page shows."""
    kind, errors = kind_of(field), [str(error) for error in field.errors]
    hint, field_id = str(field.help_text or ""), field.auto_id or field.html_name
    grouped = kind in {"radios", "checkboxes"}
    control = "" if grouped else field.as_widget(attrs=_attributes(field, kind, field_id, bool(hint), css))
    return FieldView(
        kind=kind,
        id=f"{field_id}_0" if grouped else field_id,
        name=field.html_name,
        label=str(field.label),
        hint=hint,
        errors=errors,
        optional=not field.field.required and kind not in {"checkbox", "hidden"},
        control=SafeString(control),
        options=_options(field) if grouped else [],
    )


def _attributes(field: BoundField, kind: str, field_id: str, hint: bool, css: str) -> dict[str, Any]:
    own = field.field.widget.attrs.get("class", "")
    attributes: dict[str, Any] = {"class": " ".join(filter(None, (CLASSES.get(kind), own, css))) or None}
    described = [f"{field_id}_hint"] * hint + [f"{field_id}_error"] * bool(field.errors)
    # Django adds its own aria-describedby ("_helptext"); ours names the hint and the error that are drawn
    attributes["aria-describedby"] = " ".join(described) or None
    if field.errors:
        attributes["aria-invalid"] = "true"
    return attributes


def _options(field: BoundField) -> list[Option]:
    return [
        Option(
            id=str(each.data["attrs"].get("id", "")),
            value=str(each.data["value"]),
            label=str(each.data["label"]),
            chosen=bool(each.data["selected"]),
            disabled=bool(each.data["attrs"].get("disabled", False)),
        )
        for each in field.subwidgets
    ]
