"""Pools, who takes part in them, what each agency needs, and what became of it."""

from commonlot.process.requirements.models.calls import NeedsReminder, SpokenAnswer
from commonlot.process.requirements.models.history import RequirementChange
from commonlot.process.requirements.models.past import OrderedBefore
from commonlot.process.requirements.models.pools import (
    DeliverySite,
    ImportBatch,
    Participation,
    Pool,
    RequirementLine,
)
from commonlot.process.requirements.models.short_pool import Raise, ShortPool, Want, WantLine

__all__ = [
    "DeliverySite",
    "ImportBatch",
    "NeedsReminder",
    "OrderedBefore",
    "Participation",
    "Pool",
    "Raise",
    "RequirementChange",
    "RequirementLine",
    "ShortPool",
    "SpokenAnswer",
    "Want",
    "WantLine",
]
