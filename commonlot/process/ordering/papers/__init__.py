"""The purchase order as a paper."""

from datetime import datetime
from importlib import resources

from django.conf import settings
from django.utils import timezone

from commonlot.engines.papers import set_paper
from commonlot.kernel.money import Money, UnitPrice
from commonlot.kernel.quantity import plain_number
from commonlot.process.ordering import queries
from commonlot.process.ordering.models import Order


def purchase_order(order: Order, *, now: datetime) -> bytes:
    """Set the purchase order of an approved order as a tagged PDF."""
    template = resources.files(__package__).joinpath("purchase_order.typ").read_text(encoding="utf-8")
    return set_paper(template, facts_of(order, now=now), made_at=now)


def facts_of(order: Order, *, now: datetime) -> dict[str, object]:
    """Return what the paper says."""
    vendor, contract = order.contract.vendor, order.contract
    site = order.deliver_to
    approvals = [each for each in queries.approvals_of(order) if each.voided_at is None]
    return {
        "number": order.number,
        "date": f"{timezone.localdate(now):%B %-d, %Y}",
        "agency": order.agency.organisation.name,
        "agency_number": order.agency.number,
        "vendor": vendor.organisation.name,
        "vendor_address": vendor.address,
        "contract": f"{contract.number}, {contract.title}",
        "path": f"{order.participation.path}, {order.participation.get_path_display()}",
        "deliver_to": f"{site.name}. {site.address}" if site else "As agreed with the agency",
        "budget_code": order.budget_code or "–",
        "note": order.note,
        "requested_by": order.requested_by.signature,
        "approved_by": ", ".join(str(each) for each in approvals) or "–",
        "invented": bool(settings.COMMONLOT_DEMO),
        "total": str(queries.total_of(order)),
        "lines": [
            [
                str(place),
                line.price_line.description,
                plain_number(line.quantity),
                line.price_line.unit,
                str(UnitPrice.of(line.unit_price)),
                str(Money.of(line.amount)),
            ]
            for place, line in enumerate(order.lines.select_related("price_line"), start=1)
        ],
    }
