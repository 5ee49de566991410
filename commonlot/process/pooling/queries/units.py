"""The units of their own that a county's buyers taught, by which sheet and desk name what is counted in them."""

from collections.abc import Mapping
from typing import cast

from django.utils.functional import SimpleLazyObject

from commonlot.kernel.quantity import Unit
from commonlot.process.pooling.models import TradeWord
from commonlot.process.pooling.rules import words


def own_units(lead_agency_id: int) -> Mapping[str, Unit]:
    """Return the units of a lead agency by their code, read once and only if something is counted in one.

    One that was taken back still names what was counted in it.
    """
    return cast("Mapping[str, Unit]", SimpleLazyObject(lambda: _read(lead_agency_id)))


def _read(lead_agency_id: int) -> Mapping[str, Unit]:
    rows = TradeWord.objects.filter(lead_agency=lead_agency_id, kind=words.OWN_UNIT)
    known = rows.order_by("taken_back_at", "pk").values_list("typed", "means", "unit", "plural")
    return words.own_units(words.Word(words.OWN_UNIT, *row) for row in known)
