"""Holding rows of addresses against the distribution list: nobody who left it is brought back."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from commonlot.process.membership.models import Agency, Subscription
from commonlot.process.membership.queries.files.plans import (
    Change,
    Outcome,
    PlannedRow,
    Seen,
    Wrong,
    fold_name,
)
from commonlot.process.membership.queries.subscribers import DELETED, LEFT, suppressed_hashes
from commonlot.process.membership.rules import box_of
from commonlot.process.membership.rules.files import FileRow
from commonlot.process.membership.states import SubscriptionStatus
from commonlot.records.notices.addresses import hashes_of


class SubscriberPlanner:
    """Knows every address on the list, and the agencies that a row may name."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.known = {each.email.casefold(): each for each in Subscription.objects.select_related("agency")}
        self.agencies: dict[str, list[Agency]] = defaultdict(list)
        for agency in Agency.objects.select_related("organisation"):
            self.agencies[agency.number.casefold()].append(agency)
            self.agencies[fold_name(agency.organisation.name)].append(agency)
        self.deleted = suppressed_hashes()
        self.seen, self.boxes = Seen("address"), Seen("mailbox that is asked to confirm")

    def plan(self, row: FileRow) -> PlannedRow:
        """Say what a row would do to the list."""
        email = row.values["email"]
        self.seen.first(email.casefold(), row, "email", email)
        self._check_proof(row.values)
        agency = self._agency(row.values)
        there = self.known.get(email.casefold())
        if why := self._how_it_left(email, there):
            return PlannedRow(row, Outcome.LEFT_OUT, email, pk=there.pk if there else None, note=why)
        if there is None:
            return self._new(row, agency)
        changes = tuple(self._changes(there, row.values, agency))
        return PlannedRow(row, Outcome.CHANGED if changes else Outcome.SAME, email, changes, pk=there.pk)

    def _how_it_left(self, email: str, there: Subscription | None) -> str | None:
        if not self.deleted.isdisjoint(hashes_of(email)):
            return DELETED
        return LEFT.get(SubscriptionStatus(there.status)) if there else None

    def _new(self, row: FileRow, agency: Agency | None) -> PlannedRow:
        values = row.values
        status = SubscriptionStatus.CONFIRMED if "asked_on" in values else SubscriptionStatus.PENDING
        changes = [Change("status", "", status.value), *_of_agency(agency)]
        changes += [Change(name, "", value) for name, value in values.items() if name != "agency"]
        if "topics" not in values:
            changes.append(Change("topics", "", list(Subscription.Topic.values)))
        pending = status == SubscriptionStatus.PENDING
        if pending:  # one mailbox gets one letter, however many addresses with a plus it has
            self.boxes.first(box_of(values["email"]), row, "email", values["email"])
        note = "Gets a mail to confirm; nothing else is sent before they do." if pending else ""
        return PlannedRow(row, Outcome.NEW, values["email"], tuple(changes), note=note)

    def _changes(self, there: Subscription, values: Mapping[str, Any], agency: Agency | None) -> list[Change]:
        """Fill what is blank; what its owner chose changes only where the row states that they asked anew."""
        changes: list[Change] = []
        if not there.name and "name" in values:
            changes.append(Change("name", "", values["name"]))
        if there.agency is None:
            changes += _of_agency(agency)
        if "asked_on" not in values:
            return changes
        if there.status == SubscriptionStatus.PENDING:
            changes.append(Change("status", there.status, SubscriptionStatus.CONFIRMED.value))
            changes += [Change(name, None, values[name]) for name in ("asked_on", "source")]
        for name in ("topics", "commodities"):
            before = list(getattr(there, name))
            after = [*before, *(each for each in values.get(name, []) if each not in before)]
            if after != before:
                changes.append(Change(name, before, after))
        return changes

    def _check_proof(self, values: Mapping[str, Any]) -> None:
        if "asked_on" in values and "source" not in values:
            raise Wrong(
                "source", "a day without how they asked", "both, or neither: then they get a mail to confirm"
            )
        if "source" in values and "asked_on" not in values:
            raise Wrong(
                "asked_on",
                "how they asked without the day",
                "both, or neither: then they get a mail to confirm",
            )
        if "asked_on" in values and values["asked_on"] > self.on:
            raise Wrong("asked_on", f"“{values['asked_on']}”", "a day that is not still to come")

    def _agency(self, values: Mapping[str, Any]) -> Agency | None:
        if "agency" not in values:
            return None
        word = fold_name(values["agency"])
        found = self.agencies.get(word, [])
        if len(found) != 1:
            numbers = " or ".join(agency.number for agency in found)
            several = f"one agency; several have this name: write {numbers}"
            expected = several if found else "an agency that is enrolled, by its number or full name"
            raise Wrong("agency", f"“{values['agency']}”", expected)
        return found[0]


def _of_agency(agency: Agency | None) -> list[Change]:
    return [Change("agency", "", agency.number)] if agency else []
