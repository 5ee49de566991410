"""What a vendor has to do: bids that are open, orders to acknowledge, certificates that lapse."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from commonlot.process.membership.models import Certificate
from commonlot.process.ordering.models import Order
from commonlot.process.ordering.states import OrderStatus
from commonlot.records.access.models import Seat
from commonlot.web.home import open_solicitations
from commonlot.web.menu import find_url
from commonlot.web.todo.task import Desk, Task, annotated, by_date, page_of
from commonlot.web.words import count

MOST = 50


def vendor_desk(seat: Seat, *, now: datetime) -> Desk:
    """Gather what this vendor must do."""
    return Desk(by_date([*_certificates(seat, now), *_orders(seat)]), [*_open_bids(now)])


def _open_bids(now: datetime) -> Iterator[Task]:
    for each in open_solicitations(now=now)[:MOST]:
        url = page_of(each, "solicitation:detail", index="solicitation:index")
        yield Task(
            f"{each.number}, {each.title}",
            f"{count(annotated(each, 'line_count'), 'line')}. Bids are due at this minute.",
            each.bids_due_at,
            tag="Open for bids",
            kind="open",
            url=url,
        )


def _orders(seat: Seat) -> Iterator[Task]:
    sent = (
        Order.objects.visible_to(seat).filter(status=OrderStatus.SENT).select_related("agency__organisation")
    )
    for order in sent[:MOST]:
        url = page_of(order, "ordering:detail", index="ordering:index")
        yield Task(f"Confirm order {order.number}", f"From {order.agency}.", tag="New order", url=url)


def _certificates(seat: Seat, now: datetime) -> Iterator[Task]:
    today = timezone.localtime(now).date()
    held = Certificate.objects.filter(
        vendor__organisation_id=seat.organisation_id, ends_on__lte=today + timedelta(days=60)
    )
    for each in held:
        lapsed = each.ends_on <= today
        yield Task(
            f"Renew: {each.get_kind_display()}",
            "Without it your bid cannot be awarded.",
            each.ends_on,
            tag="Lapsed" if lapsed else "Lapses soon",
            kind="risk" if lapsed else "needs",
            url=find_url("membership:company"),
        )
