"""Taking in one row of a file after the other, with what was read once for all of them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from commonlot.process.membership.actions.facts import change_newspapers
from commonlot.process.membership.actions.list_rows import take_in_address
from commonlot.process.membership.actions.members import change_agency, enrol_agency
from commonlot.process.membership.actions.numbering import Numbers
from commonlot.process.membership.actions.vendors import change_vendor, register_vendor
from commonlot.process.membership.models import Agency, Vendor
from commonlot.process.membership.queries import files
from commonlot.process.membership.queries.companies import Companies
from commonlot.records.access.models import AnySeat

TakeIn = Callable[[files.PlannedRow, AnySeat, datetime], None]


def _members() -> TakeIn:
    numbers = Numbers(Agency.objects.all())

    def take(row: files.PlannedRow, actor: AnySeat, now: datetime) -> None:
        facts = dict(row.after)
        newspapers = facts.pop("official_newspaper", None)
        if row.pk is not None:
            agency = change_agency(agency_id=row.pk, **facts, actor=actor, now=now)
        else:
            agency = enrol_agency(**facts, actor=actor, now=now, numbers=numbers)
        if newspapers is not None:
            change_newspapers(agency_id=agency.pk, newspapers=newspapers, actor=actor, now=now)

    return take


def _vendors() -> TakeIn:
    numbers, companies = Numbers(Vendor.objects.all()), Companies()

    def take(row: files.PlannedRow, actor: AnySeat, now: datetime) -> None:
        facts: dict[str, Any] = {**row.after, "actor": actor, "now": now, "companies": companies}
        if row.pk is not None:
            change_vendor(vendor_id=row.pk, **facts)
        else:
            register_vendor(**facts, numbers=numbers)

    return take


def _list() -> TakeIn:
    def take(row: files.PlannedRow, actor: AnySeat, now: datetime) -> None:
        facts = {name: value for name, value in row.after.items() if name not in {"email", "status"}}
        proof = {name: row.row.values[name] for name in ("asked_on", "source") if name in row.row.values}
        take_in_address(email=row.row.values["email"], facts=facts | proof, actor=actor, now=now)

    return take


TAKING_IN: Mapping[str, Callable[[], TakeIn]] = {"members": _members, "vendors": _vendors, "list": _list}
