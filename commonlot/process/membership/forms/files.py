"""The shape of what people send about files of members, vendors and the list."""

from collections.abc import Iterable
from typing import Any

from django import forms

from commonlot.process.membership.models import MemberFile
from commonlot.process.membership.rules.files import FIELDS

LARGEST = 20 * 1024 * 1024


class UploadMembers(forms.Form):
    """A file, and what it holds."""

    kind = forms.ChoiceField(
        label="What does the file hold?", choices=MemberFile.Kind.choices, widget=forms.RadioSelect
    )
    file = forms.FileField(label="File", max_length=200, help_text="CSV, XLSX, XLS or ODS, at most 20 MB.")

    def clean_file(self) -> Any:
        """Refuse a file that is too large."""
        file = self.cleaned_data["file"]
        if file is not None and file.size > LARGEST:
            raise forms.ValidationError("This file is larger than 20 MB. Split it and try again.")
        return file


class ChooseMemberColumns(forms.Form):
    """Which header of the file holds what."""

    def __init__(self, kind: str, headers: Iterable[str], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [("", "– not in the file –"), *((header, header) for header in headers)]
        for each in FIELDS[kind]:
            self.fields[each.name] = forms.ChoiceField(
                choices=choices,
                label=each.label,
                help_text=each.hint,
                required=each.required,
                error_messages={"required": f"Choose the column for “{each.label}”."},
            )
