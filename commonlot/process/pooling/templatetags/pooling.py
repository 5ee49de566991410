"""Words of pooling on a page."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template

from commonlot.process.pooling import rules

register = template.Library()


@register.filter
def unit_words(code: str, quantity: Decimal | None = None) -> str:
    """Write a base unit as people say it, for so many."""
    return rules.unit_words(code, quantity)


@register.simple_tag(takes_context=True)
def unit_of(context: Mapping[str, Any], code: str, quantity: Decimal | None = None) -> str:
    """Write a base unit as people say it, with the county's own units (`own_units` of the page) by their names."""
    return rules.unit_words(code, quantity, context.get("own_units"))


@register.filter
def typed_unit(typed: str, quantity: Decimal | None = None) -> str:
    """Write a unit as typed, codes of packs spelled out."""
    return rules.typed_unit_words(typed, quantity)


@register.filter
def item(found: Mapping[Any, Any], key: Any) -> Any:
    """Return what a mapping holds under a key."""
    return found.get(key, "")
