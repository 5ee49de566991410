"""Filters that write hours."""

from collections.abc import Iterable
from decimal import Decimal

from django import template

from commonlot.process.membership import rules
from commonlot.process.membership.models import HoursEntry

register = template.Library()


@register.filter
def as_hours(quarters: int | None) -> str:
    """Write quarter hours as hours: 6 is 1.5."""
    return f"{rules.hours(quarters or 0):f}".rstrip("0").rstrip(".") or "0"


@register.filter
def sum_of_hours(entries: Iterable[HoursEntry]) -> Decimal:
    """Add up entries, counter-entries too."""
    return rules.hours(sum(each.quarters for each in entries))
