"""Filters that write an entry of the trail in plain words."""

from django import template

from commonlot.records.audit import words
from commonlot.records.audit.models import Entry

register = template.Library()


@register.filter
def what_was_done(entry: Entry) -> str:
    """Say what was done: "opened the pool for needs"."""
    return words.what_was_done(entry.verb)


@register.filter
def facts(entry: Entry) -> list[tuple[str, str]]:
    """List the entry's details as label and value."""
    return words.facts(entry.details)
