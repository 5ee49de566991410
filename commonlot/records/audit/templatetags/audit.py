"""Filters that write an entry of the trail in plain words."""

from collections.abc import Mapping
from typing import Any

from django import template

from commonlot.records.audit import words

register = template.Library()


@register.filter
def what_was_done(verb: str) -> str:
    """Say what a verb means: "opened the pool for needs"."""
    return words.what_was_done(verb)


@register.filter
def facts(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """List an entry's details as label and value."""
    return words.facts(details)
