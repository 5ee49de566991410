"""`commonlot import`: takes members, vendors or the list from a spreadsheet, after showing what would change."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from commonlot.cli import terminal
from commonlot.engines.spreadsheets import FileRefused, read_table
from commonlot.kernel.errors import Refused

if TYPE_CHECKING:
    from commonlot.process.membership.queries.files import FilePlan
    from commonlot.records.access.models import Seat

KINDS = ("members", "vendors", "list")
SHOWN = 40


def main(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    options = _options(arguments)
    import django
    from django.apps import apps

    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonlot.config.settings")
        django.setup()
    progress = terminal.Progress()
    try:
        plan = _plan(options)
        if plan.problems:
            return terminal.complain(plan.problems)
        if options.apply and plan.to_do:
            _take_in(options, progress)
    except FileRefused as refusal:
        progress.end()
        return terminal.complain(refusal.problems)
    except (Refused, OSError) as refusal:
        progress.end()
        return terminal.complain([f"{options.file.name}: {refusal}"])
    _tell(plan, written=options.apply)
    return terminal.DONE


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="commonlot import",
        description="Take members, vendors or list addresses from a spreadsheet, all rows or none.",
        epilog="Example: commonlot import members agencies.csv --apply --as buyer@county.example",
        allow_abbrev=False,
    )
    parser.add_argument("kind", choices=KINDS, help="what the file holds")
    parser.add_argument("file", type=Path, metavar="FILE", help="a spreadsheet (CSV, XLSX, XLS, ODS)")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--dry-run", action="store_true", help="only show what would change (the default)")
    way.add_argument("--apply", action="store_true", help="write it: all rows, or none if one is wrong")
    parser.add_argument("--as", dest="by", metavar="EMAIL", help="the person of the county whose act this is")
    parser.add_argument(
        "--column", action="append", default=[], metavar="NAME=HEADER", help="which header is which column"
    )
    options = parser.parse_args(arguments)
    if options.apply and not options.by:
        parser.error("--apply needs --as EMAIL: the trail says who did it")
    from commonlot.process.membership.rules.files import field_names

    options.columns = terminal.columns_chosen(options.column, list(field_names(options.kind)), parser.error)
    return options


def _plan(options: argparse.Namespace) -> "FilePlan":
    from django.utils import timezone

    from commonlot.process.membership.queries import files
    from commonlot.process.membership.queries.files.pages import LIMITS
    from commonlot.process.membership.rules.files import suggest_columns
    from commonlot.records import clock

    table = read_table(options.file, limits=LIMITS)
    if options.columns:
        named = set(options.columns.values())
        usual = suggest_columns(options.kind, table).items()
        options.columns = {name: header for name, header in usual if header not in named} | options.columns
    today = timezone.localdate(clock.now())
    return files.plan_table(options.kind, table, on=today, chosen=options.columns or None)


def _take_in(options: argparse.Namespace, progress: terminal.Progress) -> None:
    """Keep the file and take it in, in one transaction, through the acts that the pages use."""
    from django.db import transaction

    from commonlot.process.membership import actions
    from commonlot.records import clock

    actor, now = _person(options.by), clock.now()
    with transaction.atomic():
        file = actions.upload_members(
            kind=options.kind,
            name=options.file.name,
            content=options.file.read_bytes(),
            actor=actor,
            now=now,
        )
        if options.columns:
            actions.choose_member_columns(file_id=file.pk, columns=options.columns, actor=actor, now=now)
        actions.import_at_once(
            file_id=file.pk, actor=actor, now=now, progress=lambda done, of, _: progress("writing", done, of)
        )
    progress.end()


def _person(email: str) -> "Seat":
    """Return the county's seat of a person."""
    from commonlot.records import clock
    from commonlot.records.access.models import Organisation, Seat

    held = Seat.objects.current(now=clock.now()).select_related("user", "organisation")
    seat = held.filter(user__email__iexact=email, organisation__kind=Organisation.Kind.LEAD_AGENCY).first()
    if seat is None:
        raise Refused(f"{email} has no seat at the lead agency.")
    return seat


def _tell(plan: "FilePlan", *, written: bool) -> None:
    names = {"new": "new", "changed": "changed", "same": "the same", "left_out": "left out"}
    counts = plan.count()
    print(", ".join(f"{counts[outcome]:,} {name}" for outcome, name in names.items()))
    for row in plan.to_do[:SHOWN]:
        facts = ", ".join(
            f"{field} {terminal.cut(after, 40)}" if not before else f"{field} {before} -> {after}"
            for field, before, after in row.said()
        )
        print(f"  row {row.number}, {row.label}: {facts}")
    if len(plan.to_do) > SHOWN:
        print(f"  and {len(plan.to_do) - SHOWN:,} more rows")
    if not plan.to_do:
        print("Nothing would change, so nothing was written.")
    else:
        print("Written." if written else "Nothing was written. To write it: --apply --as EMAIL")
