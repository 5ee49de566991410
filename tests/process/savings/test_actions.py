"""The ledger: what was delivered, against the agency's own old price, once, losses included."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from commonlot.process.contracts.models import ContractParticipation
from commonlot.process.ordering.models import ReceiptLine
from commonlot.process.savings import actions, queries
from commonlot.process.savings.models import Baseline, LedgerEntry
from tests.cast import Cast
from tests.factories import ordering as make


def delivered(cast: Cast, *, price_paid: str | None, price: str, quantity: str = "10") -> ReceiptLine:
    """Have the town order and receive salt from the pooled contract."""
    line = make.pooled_price_line(cast, cast.town, stated="100", price_paid=price_paid, price=price)
    part = ContractParticipation.objects.get(agency=cast.town, contract=line.contract)
    order = make.order(
        part, line, by=cast.requester, cast=cast, status="sent", approved_by=cast.approver, quantity=quantity
    )
    return make.delivery(order, by=cast.receiver, cast=cast, quantity=quantity)


def test_a_delivery_below_the_old_price_is_entered_as_saved(cast: Cast) -> None:
    delivered(cast, price_paid="78.2500", price="71.9000")
    assert actions.enter_deliveries(now=cast.now) == 1
    entry = LedgerEntry.objects.get()
    assert (entry.baseline_cost, entry.paid, entry.saved) == (
        Decimal("782.50"),
        Decimal("719.00"),
        Decimal("63.50"),
    )


def test_a_delivery_is_entered_once_however_often_the_ledger_is_written(cast: Cast) -> None:
    delivered(cast, price_paid="78.2500", price="71.9000")
    assert [actions.enter_deliveries(now=cast.now) for _ in range(3)] == [1, 0, 0]


def test_a_loss_is_entered_and_lowers_the_sum(cast: Cast) -> None:
    delivered(cast, price_paid="70.0000", price="71.9000")
    actions.enter_deliveries(now=cast.now)
    summary = queries.summary()
    assert str(summary.saved) == "−$19.00"
    assert summary.finding.endswith("cost more")


def test_without_a_stated_price_nothing_is_claimed_and_the_page_says_so(cast: Cast) -> None:
    delivered(cast, price_paid=None, price="71.9000")
    assert actions.enter_deliveries(now=cast.now) == 0
    assert queries.summary().not_counted == 1


def test_the_baseline_carries_its_evidence_and_the_day_it_was_frozen(cast: Cast) -> None:
    delivered(cast, price_paid="78.2500", price="71.9000")
    actions.enter_deliveries(now=cast.now)
    baseline = Baseline.objects.get()
    assert baseline.evidence == "Invoice 881, Feb 2025"
    assert baseline.fixed_at == baseline.pooled_line.pool.frozen_at


@pytest.mark.parametrize("table", ["savings_ledgerentry", "savings_baseline"])
def test_not_even_raw_sql_changes_the_ledger_or_a_baseline(cast: Cast, table: str) -> None:
    delivered(cast, price_paid="78.2500", price="71.9000")
    actions.enter_deliveries(now=cast.now)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - the two names stand above


def test_the_csv_alone_is_enough_to_recompute_every_saving(cast: Cast) -> None:
    delivered(cast, price_paid="78.2500", price="71.9000", quantity="12.345")
    actions.enter_deliveries(now=cast.now)
    written = (str(cell) for cell in next(queries.csv_rows()))
    row = dict(zip(queries.CSV_HEADERS, written, strict=True))
    numbers = {name: Decimal(row[name]) for name in ("delivered", "unit_price", "paid", "stated_cost",
               "stated_base_units", "base_units_per_unit", "baseline_cost", "saved")}  # fmt: skip
    cent = Decimal("0.01")
    at_the_old_price = (
        numbers["delivered"]
        * numbers["base_units_per_unit"]
        * numbers["stated_cost"]
        / numbers["stated_base_units"]
    ).quantize(cent, "ROUND_HALF_UP")
    paid = (numbers["delivered"] * numbers["unit_price"]).quantize(cent, "ROUND_HALF_UP")
    assert numbers["baseline_cost"] == at_the_old_price
    assert numbers["paid"] == paid
    assert numbers["saved"] == at_the_old_price - paid
