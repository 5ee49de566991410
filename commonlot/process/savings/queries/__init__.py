"""Reading the ledger for the public, the auditor and the agencies."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Max, QuerySet, Sum
from django.db.models.functions import ExtractYear

from commonlot.kernel.money import Money
from commonlot.process.contracts.models import Contract
from commonlot.process.membership.models import Agency
from commonlot.process.ordering.models import ReceiptLine
from commonlot.process.pooling.models import Share
from commonlot.process.savings.models import Baseline, LedgerEntry

LABEL = 27
CSV_HEADERS = (
    "delivered_on", "agency_number", "agency", "contract", "line", "unit", "delivered", "unit_price", "paid",
    "baseline_grade", "stated_cost", "stated_base_units", "base_units_per_unit", "baseline_cost", "saved",
)  # fmt: skip


@dataclass(frozen=True)
class ContractSaving:
    """What one contract saved, by its baselines."""

    contract: Contract
    baseline_cost: Money
    paid: Money
    saved: Money
    grade: str
    grade_name: str
    lines: int

    @property
    def name(self) -> str:
        """The contract as a sentence names it: one bid may give several vendors a contract of one title."""
        return f"{self.contract.title} from {self.contract.vendor}"

    @property
    def label(self) -> str:
        """The contract beside its bar, where there is room for about 27 characters."""
        label = f"{self.contract.number} {self.contract.vendor}"
        return label if len(label) <= LABEL else f"{label[: LABEL - 1].rstrip()}…"


@dataclass(frozen=True)
class Summary:
    """The cash ledger of a year, by contract, losses included."""

    contracts: list[ContractSaving]
    saved: Money
    baseline_cost: Money
    paid: Money
    not_counted: int

    @property
    def finding(self) -> str:
        """Say in one sentence which contract saved most, and which cost more than before."""
        if not self.contracts:
            return "No deliveries recorded yet"
        first, last = self.contracts[0], self.contracts[-1]
        best = f"{first.name} saved most" if first.saved.cents > 0 else "No contract saved money"
        return f"{best}; {last.name} cost more" if last.saved.cents < 0 else best

    @property
    def bars(self) -> list[tuple[str, Decimal]]:
        """Name and amount of each contract, for the chart."""
        return [(each.label, each.saved.amount) for each in self.contracts]


def years() -> list[int]:
    """Return the years with deliveries in the ledger, newest first."""
    found = LedgerEntry.objects.annotate(year=ExtractYear("delivered_on")).values_list("year", flat=True)
    return sorted(set(found), reverse=True)


def agencies_with_entries() -> QuerySet[Agency]:
    """Return the agencies that stand in the ledger."""
    return Agency.objects.filter(ledger_entries__isnull=False).distinct().select_related("organisation")


def entries(*, year: int | None = None, agency_id: int | None = None) -> QuerySet[LedgerEntry]:
    """Return the entries of the cash ledger."""
    found = LedgerEntry.objects.filter(ledger=LedgerEntry.Ledger.CASH)
    if year is not None:
        found = found.filter(delivered_on__year=year)
    if agency_id is not None:
        found = found.filter(agency_id=agency_id)
    return found


def summary(*, year: int | None = None, agency_id: int | None = None) -> Summary:
    """Add up the cash ledger by contract, most saved first."""
    rows = (
        entries(year=year, agency_id=agency_id)
        .values("price_line__contract")
        .annotate(
            baseline_cost=Sum("baseline_cost"),
            paid=Sum("paid"),
            saved=Sum("saved"),
            lines=Count("pk"),
        )
    )
    by_contract = {row["price_line__contract"]: row for row in rows}
    contracts = Contract.objects.select_related("vendor__organisation").in_bulk(by_contract)
    grades = _weakest_grades(list(by_contract), year=year, agency_id=agency_id)
    savings = [
        ContractSaving(
            contract=contracts[pk],
            baseline_cost=Money.of(row["baseline_cost"]),
            paid=Money.of(row["paid"]),
            saved=Money.of(row["saved"]),
            grade=grades[pk],
            grade_name=Baseline.Grade(grades[pk]).label,
            lines=row["lines"],
        )
        for pk, row in by_contract.items()
    ]
    savings.sort(key=lambda each: (-each.saved.cents, each.contract.number))
    return Summary(
        contracts=savings,
        saved=Money(sum(each.saved.cents for each in savings)),
        baseline_cost=Money(sum(each.baseline_cost.cents for each in savings)),
        paid=Money(sum(each.paid.cents for each in savings)),
        not_counted=_not_counted(year=year, agency_id=agency_id),
    )


def _weakest_grades(contract_ids: list[int], *, year: int | None, agency_id: int | None) -> dict[int, str]:
    rows = (
        entries(year=year, agency_id=agency_id)
        .filter(price_line__contract_id__in=contract_ids)
        .values_list("price_line__contract_id")
        .annotate(weakest=Max("baselines__grade"))
    )
    return dict(rows)


def _not_counted(*, year: int | None, agency_id: int | None) -> int:
    found = ReceiptLine.objects.filter(ledger_entry__isnull=True)
    if year is not None:
        found = found.filter(receipt__received_on__year=year)
    if agency_id is not None:
        found = found.filter(receipt__order__agency_id=agency_id)
    return found.count()


def deliveries_to_enter() -> QuerySet[ReceiptLine]:
    """Return delivered lines of pooled needs that are not in the ledger yet."""
    return (
        ReceiptLine.objects.filter(
            ledger_entry__isnull=True, order_line__price_line__bid_line__pooled_line__isnull=False
        )
        .select_related("receipt__order__agency", "order_line__price_line__bid_line__pooled_line__pool")
        .order_by("pk")
    )


def stated_shares(*, agency_id: int, pooled_line_id: int) -> QuerySet[Share]:
    """Return an agency's own shares of a pooled line for which it stated a price before the bid."""
    return Share.objects.filter(
        pooled_line_id=pooled_line_id,
        line__participation__agency_id=agency_id,
        line__price_paid__isnull=False,
    ).select_related("line__participation", "line__price_document", "pooled_line__pool")


def worked_example(*, year: int | None = None, agency_id: int | None = None) -> LedgerEntry | None:
    """Return the entry with the largest paid amount, to be worked out on the page."""
    return (
        entries(year=year, agency_id=agency_id)
        .select_related("agency__organisation", "price_line__contract", "receipt_line__order_line")
        .prefetch_related("baselines")
        .order_by("-paid", "pk")
        .first()
    )


def csv_rows(*, year: int | None = None, agency_id: int | None = None) -> Iterator[tuple[object, ...]]:
    """Give every entry with all that is needed to recompute it."""
    found = (
        entries(year=year, agency_id=agency_id)
        .select_related("agency__organisation", "price_line__contract", "receipt_line__order_line")
        .prefetch_related("baselines")
        .order_by("delivered_on", "pk")
    )
    for entry in found.iterator(chunk_size=1000):
        stated = list(entry.baselines.all())
        yield (
            entry.delivered_on.isoformat(),
            entry.agency.number,
            entry.agency.organisation.name,
            entry.price_line.contract.number,
            entry.price_line.description,
            entry.price_line.unit,
            _plain(entry.delivered),
            entry.receipt_line.order_line.unit_price,
            entry.paid,
            max(each.grade for each in stated),
            _plain(sum((each.stated_quantity * each.price_paid for each in stated), Decimal(0))),
            _plain(sum((each.base_quantity for each in stated), Decimal(0))),
            _plain(entry.price_line.base_per_unit),
            entry.baseline_cost,
            entry.saved,
        )


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
