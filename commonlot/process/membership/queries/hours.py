"""Reading the hours that buyers worked for agencies: exact, from the sum of all entries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth

from commonlot.kernel.period import Period
from commonlot.process.membership import rules
from commonlot.process.membership.models import Agency, HoursEntry
from commonlot.records.access.models import AnySeat


def hours_of(agency: Agency, period: Period) -> Decimal:
    """Return the exact hours that the county worked for an agency on the days of a period."""
    total = _within(HoursEntry.objects.filter(agency=agency), period).aggregate(sum=Sum("quarters"))["sum"]
    return rules.hours(total or 0)


def hours_by_kind(period: Period, agency: Agency | None = None) -> dict[str, Decimal]:
    """Return the exact hours by kind of work, of one agency or of all; kinds without any are left out."""
    entries = HoursEntry.objects.all() if agency is None else HoursEntry.objects.filter(agency=agency)
    sums = _within(entries, period).order_by().values_list("work").annotate(sum=Sum("quarters"))
    return {work: rules.hours(quarters) for work, quarters in sums if quarters}


@dataclass(frozen=True)
class Sums:
    """The hours of a period, by whom, for whom, for what and when: (name, hours), and all of them."""

    by_agency: list[tuple[str, Decimal]]
    by_buyer: list[tuple[str, Decimal]]
    by_work: list[tuple[str, Decimal]]
    by_month: list[tuple[date, Decimal]]
    total: Decimal


def entries_for(actor: AnySeat, period: Period) -> QuerySet[HoursEntry]:
    """Return the entries of a period that the actor may see, newest day first."""
    entries = HoursEntry.objects.visible_to(actor).select_related(
        "agency__organisation", "buyer__user", "request__agency__organisation", "delegation", "taken_back_by"
    )
    return _within(entries, period)


def sums_for(actor: AnySeat, period: Period) -> Sums:
    """Return the sums of a period that the actor may see, in four queries."""
    entries = _within(HoursEntry.objects.visible_to(actor), period).order_by()
    names = dict(HoursEntry.Work.choices)
    by_month = list(entries.values_list(TruncMonth("worked_on")).annotate(sum=Sum("quarters")))
    return Sums(
        by_agency=_hours(entries.values_list("agency__organisation__name", "agency")),
        by_buyer=_hours(entries.values_list("buyer__user__name", "buyer__user")),
        by_work=[(str(names[work]), each) for work, each in _hours(entries.values_list("work"))],
        by_month=sorted((month, rules.hours(quarters)) for month, quarters in by_month),
        total=rules.hours(sum(quarters for _, quarters in by_month)),
    )


def _hours(grouped: Any) -> list[tuple[str, Decimal]]:
    """Return name and exact hours of each group, the most first."""
    rows = grouped.annotate(sum=Sum("quarters")).order_by("-sum")
    return [(str(row[0]), rules.hours(row[-1])) for row in rows if row[-1]]


def csv_rows(entries: Iterable[HoursEntry]) -> list[tuple[str | Decimal | date, ...]]:
    """Return the entries as rows of a file: one for each, counter-entries with a minus."""
    return [
        (
            each.worked_on,
            each.agency.number,
            str(each.agency),
            str(each.buyer.user),
            each.get_work_display(),
            each.hours,
            each.note,
            str(each.request_id),
            f"takes back entry {each.corrects_id}" if each.corrects_id else "",
        )
        for each in entries
    ]


CSV_HEADERS = ("Day", "Agency number", "Agency", "Buyer", "Work", "Hours", "Note", "Request", "Correction")


def _within(entries: QuerySet[HoursEntry], period: Period) -> QuerySet[HoursEntry]:
    entries = entries.filter(worked_on__gte=period.start)
    return entries if period.end is None else entries.filter(worked_on__lt=period.end)
