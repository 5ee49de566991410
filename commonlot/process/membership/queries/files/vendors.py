"""Holding rows of vendors against those registered: a number says which, else the legal name."""

from collections import defaultdict

from commonlot.process.membership.models import Vendor
from commonlot.process.membership.queries.files.plans import (
    Change,
    Outcome,
    PlannedRow,
    Seen,
    Wrong,
    differences,
    fold_name,
)
from commonlot.process.membership.rules.files import FileRow

CHANGED = ("email", "phone", "address", "commodities")


class VendorPlanner:
    """Knows every vendor by number and by name."""

    def __init__(self) -> None:
        self.by_number: dict[str, Vendor] = {}
        self.by_name: dict[str, list[Vendor]] = defaultdict(list)
        for vendor in Vendor.objects.select_related("organisation", "folded_into"):
            self.by_number[vendor.number.casefold()] = vendor
            if vendor.folded_into is None:
                self.by_name[fold_name(vendor.organisation.name)].append(vendor)
        self.seen = Seen("vendor")

    def plan(self, row: FileRow) -> PlannedRow:
        """Say what a row would do to the vendors."""
        values = row.values
        vendor = self._known(row)
        if vendor is None:
            self.seen.first(fold_name(values["name"]), row, "name", values["name"])
            changes = tuple(Change(name, "", value) for name, value in values.items())
            return PlannedRow(row, Outcome.NEW, values["name"], changes)
        name = vendor.organisation.name
        self.seen.first(vendor.pk, row, "number" if "number" in values else "name", name)
        changes = tuple(differences(vendor, values, CHANGED))
        if "number" in values and fold_name(values["name"]) != fold_name(name):
            changes = (Change("name", name, values["name"]), *changes)
        outcome = Outcome.CHANGED if changes else Outcome.SAME
        return PlannedRow(row, outcome, f"{vendor} ({vendor.number})", changes, pk=vendor.pk)

    def _known(self, row: FileRow) -> Vendor | None:
        values = row.values
        if "number" in values:
            vendor = self.by_number.get(values["number"].casefold())
            if vendor is None:
                expected = "the number of a vendor that is registered; a new one gets its number here, so leave it out"
                raise Wrong("number", f"“{values['number']}”", expected)
            if vendor.folded_into is not None:
                raise Wrong(
                    "number",
                    f"“{values['number']}”",
                    f"{vendor.folded_into.number}: the two were put together",
                )
            return vendor
        found = self.by_name.get(fold_name(values["name"]), [])
        if len(found) > 1:
            numbers = " or ".join(vendor.number for vendor in found)
            raise Wrong("name", f"“{values['name']}”", f"one vendor; several have this name: write {numbers}")
        return found[0] if found else None
