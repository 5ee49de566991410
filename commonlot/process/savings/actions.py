"""Writing the ledger."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from commonlot.engines import ledger
from commonlot.process.ordering.models import ReceiptLine
from commonlot.process.pooling.models import Share
from commonlot.process.requirements.models import RequirementLine
from commonlot.process.savings import queries
from commonlot.process.savings.models import Baseline, LedgerEntry
from commonlot.records.audit.actions import record


def enter_deliveries(*, now: datetime) -> int:
    """Enter every delivered line that has a baseline and is not in the ledger; return how many."""
    waiting = list(queries.deliveries_to_enter().values_list("pk", flat=True))
    return sum(enter_delivery(receipt_line_id=pk, now=now) for pk in waiting)


@transaction.atomic
def enter_delivery(*, receipt_line_id: int, now: datetime) -> bool:
    """Enter one delivered line once; say whether it was entered."""
    delivery = (
        ReceiptLine.objects.select_for_update(of=("self",))
        .select_related("receipt__order__agency", "order_line__price_line__bid_line")
        .get(pk=receipt_line_id)
    )
    if LedgerEntry.objects.filter(receipt_line=delivery).exists():
        return False
    baselines = _baselines_of(delivery, now=now)
    saving = ledger.saving_of(
        delivered=delivery.quantity,
        base_per_unit=delivery.order_line.price_line.base_per_unit,
        unit_price=delivery.order_line.unit_price,
        stated=[ledger.StatedPrice(b.stated_quantity, b.price_paid, b.base_quantity) for b in baselines],
    )
    if saving is None:
        return False
    _write(delivery, saving, baselines, now=now)
    return True


def _write(
    delivery: ReceiptLine, saving: ledger.Saving, baselines: Sequence[Baseline], *, now: datetime
) -> None:
    order = delivery.receipt.order
    entry = LedgerEntry.objects.create(
        ledger=LedgerEntry.Ledger.CASH,
        receipt_line=delivery,
        agency=order.agency,
        price_line=delivery.order_line.price_line,
        delivered=delivery.quantity,
        baseline_cost=saving.baseline_cost.amount,
        paid=saving.paid.amount,
        saved=saving.saved.amount,
        delivered_on=delivery.receipt.received_on,
        entered_at=now,
    )
    entry.baselines.set(baselines)
    saved = str(saving.saved)
    record(at=now, actor=None, verb="savings.delivery_entered", subject=entry, within=order, saved=saved)


def _baselines_of(delivery: ReceiptLine, *, now: datetime) -> list[Baseline]:
    bid_line = delivery.order_line.price_line.bid_line
    if bid_line is None or bid_line.pooled_line_id is None:
        return []
    shares = queries.stated_shares(
        agency_id=delivery.receipt.order.agency_id, pooled_line_id=bid_line.pooled_line_id
    )
    return _fix_baselines(list(shares), now=now)


def _evidence_of(need: RequirementLine) -> str:
    """Name the proof of a stated price: what was typed, and the kept file with the start of its fingerprint."""
    file = need.price_document
    kept = f"{file.name} ({file.sha256[:12]})" if file is not None else ""
    return "; ".join(filter(None, [need.price_proof[:120], kept]))[:200]


def _fix_baselines(shares: Sequence[Share], *, now: datetime) -> list[Baseline]:
    """Write down, once, the prices that were frozen with the pool; what was frozen cannot have changed."""
    known = {
        b.requirement_id: b for b in Baseline.objects.filter(requirement_id__in=[s.line_id for s in shares])
    }
    for share in shares:
        if share.line_id in known or share.line.price_paid is None:
            continue
        known[share.line_id] = Baseline.objects.create(
            agency_id=share.line.participation.agency_id,
            pooled_line=share.pooled_line,
            requirement=share.line,
            grade=Baseline.Grade.G1,
            price_paid=share.line.price_paid,
            stated_quantity=share.line.quantity,
            base_quantity=share.base_quantity,
            evidence=_evidence_of(share.line),
            fixed_at=share.pooled_line.pool.frozen_at or now,
        )
    return [known[share.line_id] for share in shares if share.line_id in known]
