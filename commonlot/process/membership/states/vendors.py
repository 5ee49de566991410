"""The life of a vendor's entry, and of a suspicion that two entries are one company."""

from enum import StrEnum


class VendorStatus(StrEnum):
    NEW = "new"
    CHECKED = "checked"
    FOLDED = "folded"


VENDOR_MOVES: dict[VendorStatus, frozenset[VendorStatus]] = {
    VendorStatus.NEW: frozenset({VendorStatus.CHECKED, VendorStatus.FOLDED}),
    VendorStatus.CHECKED: frozenset({VendorStatus.FOLDED}),
    VendorStatus.FOLDED: frozenset(),
}


class TwinStatus(StrEnum):
    SUSPECTED = "suspected"
    SAME = "same"
    DIFFERENT = "different"


TWIN_MOVES: dict[TwinStatus, frozenset[TwinStatus]] = {
    TwinStatus.SUSPECTED: frozenset({TwinStatus.SAME, TwinStatus.DIFFERENT}),
    TwinStatus.SAME: frozenset(),
    TwinStatus.DIFFERENT: frozenset(),
}
