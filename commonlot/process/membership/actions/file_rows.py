"""Taking in the rows of a file: what is new together, what is known already one after the other."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from commonlot.kernel.errors import Refused
from commonlot.process.membership.actions.facts import change_newspapers
from commonlot.process.membership.actions.list_files import NewAddress, take_in_new_addresses
from commonlot.process.membership.actions.list_rows import take_in_address
from commonlot.process.membership.actions.members import NewAgency, change_agency, enrol_agencies
from commonlot.process.membership.actions.vendors import NewVendor, change_vendor, register_vendors
from commonlot.process.membership.queries import files
from commonlot.process.membership.queries.companies import Companies
from commonlot.records.access.models import AnySeat

NEWSPAPER = "official_newspaper"
Take = Callable[[files.PlannedRow, AnySeat, datetime], None]
TakeIn = Callable[[Sequence[files.PlannedRow], AnySeat, datetime], None]


def _members() -> TakeIn:
    def change(row: files.PlannedRow, actor: AnySeat, now: datetime) -> None:
        if facts := _facts(row):
            change_agency(agency_id=row.pk or 0, **facts, actor=actor, now=now)

    def take(rows: Sequence[files.PlannedRow], actor: AnySeat, now: datetime) -> None:
        new, known = _new(rows), [row for row in rows if row.pk is not None]
        made = enrol_agencies(agencies=[NewAgency(**_facts(row)) for row in new], actor=actor, now=now)
        _one_by_one(change, known, actor, now)
        pairs = [
            *zip(new, (agency.pk for agency in made), strict=True),
            *((row, row.pk or 0) for row in known),
        ]
        newspapers = {pk: row.after[NEWSPAPER] for row, pk in pairs if NEWSPAPER in row.after}
        change_newspapers(newspapers=newspapers, actor=actor, now=now)

    return take


def _facts(row: files.PlannedRow) -> dict[str, Any]:
    return {name: value for name, value in row.after.items() if name != NEWSPAPER}


def _new(rows: Sequence[files.PlannedRow]) -> list[files.PlannedRow]:
    return [row for row in rows if row.pk is None]


def _vendors() -> TakeIn:
    companies = Companies()

    def change(row: files.PlannedRow, actor: AnySeat, now: datetime) -> None:
        change_vendor(vendor_id=row.pk or 0, **row.after, actor=actor, now=now, companies=companies)

    def take(rows: Sequence[files.PlannedRow], actor: AnySeat, now: datetime) -> None:
        new = [NewVendor(**row.after) for row in _new(rows)]
        register_vendors(vendors=new, actor=actor, now=now, companies=companies)
        _one_by_one(change, [row for row in rows if row.pk is not None], actor, now)

    return take


def _one_by_one(take: Take, rows: Sequence[files.PlannedRow], actor: AnySeat, now: datetime) -> None:
    for row in rows:
        try:
            take(row, actor, now)
        except Refused as refusal:
            raise Refused(f"Row {row.number}, {row.label}: {refusal.reason}") from refusal


def _list() -> TakeIn:
    def change(row: files.PlannedRow, actor: AnySeat, now: datetime) -> None:
        facts = {name: value for name, value in row.after.items() if name not in {"email", "status"}}
        take_in_address(email=row.row.values["email"], facts=facts | _proof(row), actor=actor, now=now)

    def take(rows: Sequence[files.PlannedRow], actor: AnySeat, now: datetime) -> None:
        new = [NewAddress(**_said(row)) for row in _new(rows)]
        take_in_new_addresses(addresses=new, actor=actor, now=now)
        _one_by_one(change, [row for row in rows if row.pk is not None], actor, now)

    return take


def _said(row: files.PlannedRow) -> dict[str, Any]:
    return {name: value for name, value in row.after.items() if name != "status"} | _proof(row)


def _proof(row: files.PlannedRow) -> dict[str, Any]:
    return {name: row.row.values[name] for name in ("asked_on", "source") if name in row.row.values}


TAKING_IN: Mapping[str, Callable[[], TakeIn]] = {"members": _members, "vendors": _vendors, "list": _list}
