"""Holding rows of members against the agencies: a number says which, else name, kind, county and state."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from commonlot.process.membership.models import Agency, AgencyFacts
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

CHANGED = ("county", "state", "contact_email", "note")
NEWSPAPER = "official_newspaper"


class MemberPlanner:
    """Knows every agency by number and by name."""

    def __init__(self) -> None:
        self.by_number: dict[str, Agency] = {}
        self.by_name: dict[str, list[Agency]] = defaultdict(list)
        for agency in Agency.objects.select_related("organisation", "stated"):
            self.by_number[agency.number.casefold()] = agency
            self.by_name[fold_name(agency.organisation.name)].append(agency)
        self.seen = Seen("agency")

    def plan(self, row: FileRow) -> PlannedRow:
        """Say what a row would do to the agencies."""
        values = row.values
        agency = self._numbered(values) if "number" in values else self._named(values)
        if agency is None:
            return self._new(row)
        self.seen.first(agency.pk, row, "number" if "number" in values else "name", agency.organisation.name)
        changes = (*differences(agency, values, CHANGED), *_newspaper(agency, values))
        if "number" in values and fold_name(values["name"]) != fold_name(agency.organisation.name):
            changes = (Change("name", agency.organisation.name, values["name"]), *changes)
        outcome = Outcome.CHANGED if changes else Outcome.SAME
        return PlannedRow(row, outcome, f"{agency} ({agency.number})", changes, pk=agency.pk)

    def _numbered(self, values: Mapping[str, Any]) -> Agency:
        agency = self.by_number.get(values["number"].casefold())
        if agency is None:
            expected = (
                "the number of an agency that is enrolled; a new one gets its number here, so leave it out"
            )
            raise Wrong("number", f"“{values['number']}”", expected)
        if values.get("kind", agency.kind) != agency.kind:
            expected = f"{agency.get_kind_display().lower()}: the kind of {agency.number} stays as it is"
            raise Wrong("kind", f"“{Agency.Kind(values['kind']).label.lower()}”", expected)
        return agency

    def _named(self, values: Mapping[str, Any]) -> Agency | None:
        """Find the agency that a row without a number means; one that cannot be told is asked about."""
        if "kind" not in values:
            raise Wrong(
                "kind", "no kind", "town, village, city and so on: names alone do not tell agencies apart"
            )
        found = [
            agency
            for agency in self.by_name.get(fold_name(values["name"]), [])
            if agency.kind == values["kind"] and agency.state == values.get("state", agency.state)
        ]
        if "county" in values:
            exact = [agency for agency in found if agency.county.casefold() == values["county"].casefold()]
            found = exact or [agency for agency in found if not agency.county]
            if found and not exact:
                expected = f"the number: {found[0].number} has this name too, and no county is known of it"
                raise Wrong("name", f"“{values['name']}”", expected)
        if len(found) > 1:
            numbers = " or ".join(agency.number for agency in found)
            raise Wrong("name", f"“{values['name']}”", f"one agency; several have this name: write {numbers}")
        return found[0] if found else None

    def _new(self, row: FileRow) -> PlannedRow:
        values = row.values
        place = (values.get("county", "").casefold(), values.get("state", "NY"))
        self.seen.first((fold_name(values["name"]), values["kind"], *place), row, "name", values["name"])
        told = {name: value for name, value in values.items() if name != NEWSPAPER}
        changes = (*(Change(name, "", value) for name, value in told.items()), *_newspaper(None, values))
        return PlannedRow(row, Outcome.NEW, values["name"], changes)


def _newspaper(agency: Agency | None, values: Mapping[str, Any]) -> Iterator[Change]:
    """Add the newspaper of a row to those that the agency states."""
    stated: AgencyFacts | None = getattr(agency, "stated", None)
    before = list(stated.newspapers) if stated is not None else []
    if NEWSPAPER in values and values[NEWSPAPER] not in before:
        yield Change(NEWSPAPER, before, [*before, values[NEWSPAPER]])
