"""What several forms of membership share."""

from typing import Any

from django import forms

from commonlot.process.membership import rules

LARGEST_FILE = rules.LARGEST_PAPER


class DayInput(forms.DateInput):
    """A day, picked or typed."""

    input_type = "date"

    def __init__(self, **more: Any) -> None:
        super().__init__(format="%Y-%m-%d", **more)


class Upload(forms.Form):
    """One file of at most 10 MB."""

    file = forms.FileField(label="File", max_length=200, help_text="PDF or a picture, at most 10 MB.")

    def clean_file(self) -> Any:
        """Refuse a file that is too large."""
        file = self.cleaned_data["file"]
        if file is not None and file.size > LARGEST_FILE:
            raise forms.ValidationError("This file is larger than 10 MB. Save it smaller and try again.")
        return file


def copy_of(file: Any) -> tuple[str, bytes, str] | None:
    """Read what was uploaded as name, content and the type the browser claims; nothing stays nothing."""
    return (file.name, file.read(), file.content_type or "application/octet-stream") if file else None
