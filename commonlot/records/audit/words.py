"""The trail in plain words: each part of the house says what its verbs mean, in its verbs.py."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.utils import timezone

from commonlot.kernel.actor import ROLE_NAMES, Role

LONGEST_VALUE = 120
FINGERPRINT = 64
LABELS = {"sha256": "Fingerprint"}
A_DAY = re.compile(r"(^|\(was )(\d{4}-\d\d-\d\d)(?=$|\)| \(was )")
A_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
CHANGES = ("before", "after")
EMPTY = "(empty)"


@cache
def verbs() -> Mapping[str, str]:
    """Collect VERBS of every installed part that has a verbs module."""
    found: dict[str, str] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("commonlot.") and find_spec(f"{config.name}.verbs"):
            found |= import_module(f"{config.name}.verbs").VERBS
    return found


def what_was_done(verb: str) -> str:
    """Say a verb as a person would; one without words is read from its name."""
    return verbs().get(verb) or verb.rpartition(".")[2].replace("_", " ")


def facts(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Write an entry's details as label and value; what is empty is left out, except before and after a change."""
    return [
        (LABELS.get(name) or name.replace("_", " ").capitalize(), _value(value))
        for name, value in details.items()
        if not _is_empty(value) or (name in CHANGES and value != {})
    ]


def _is_empty(value: Any) -> bool:
    return value in (None, "", [], {})


def _value(value: Any) -> str:
    if _is_empty(value):
        return EMPTY
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_value(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')} {_value(each)}" for name, each in value.items())
    text = _with_dates(str(value))
    if text in {role.value for role in Role}:
        return ROLE_NAMES[Role(text)].lower()
    if len(text) == FINGERPRINT and all(letter in "0123456789abcdef" for letter in text):
        return f"{text[:16]}…"
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def _with_dates(text: str) -> str:
    """Write a stored day or moment as people do; a number that only looks like one stays."""
    try:
        if A_MOMENT.fullmatch(text):
            at = timezone.localtime(datetime.fromisoformat(text))
            half = "a.m." if at.hour < 12 else "p.m."
            return f"{_day(at.date())}, {at.hour % 12 or 12}:{at:%M} {half} {at:%Z}"
        return A_DAY.sub(lambda found: found[1] + _day(date.fromisoformat(found[2])), text)
    except ValueError:
        return text


def _day(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"
