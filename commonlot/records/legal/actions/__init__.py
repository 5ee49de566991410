"""Acts on the law: loading packs, and proposing and deciding changes of a rule."""

from commonlot.records.legal.actions.changes import (
    Letter,
    approve_change,
    decline_change,
    propose_change,
    withdraw_change,
)
from commonlot.records.legal.actions.loading import load_pack, take_in

__all__ = [
    "Letter",
    "approve_change",
    "decline_change",
    "load_pack",
    "propose_change",
    "take_in",
    "withdraw_change",
]
