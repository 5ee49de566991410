"""What a vendor has to do: bids that are open, orders to acknowledge, certificates that lapse."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from commonlot.process.membership.access import standings_of
from commonlot.process.membership.queries import missing_of, vendor_of
from commonlot.process.ordering.models import Order
from commonlot.process.ordering.states import OrderStatus
from commonlot.records.access.models import Seat
from commonlot.web.home import open_solicitations
from commonlot.web.menu import find_url
from commonlot.web.todo.task import Desk, Task, annotated, by_urgency, page_of
from commonlot.web.words import count

MOST = 50
ENDS_SOON = timedelta(days=60)


def vendor_desk(seat: Seat, *, now: datetime) -> Desk:
    """Gather what this vendor must do."""
    return Desk(by_urgency([*_papers(seat, now), *_orders(seat)], now=now), [*_open_bids(now)], now)


def _open_bids(now: datetime) -> Iterator[Task]:
    for each in open_solicitations(now=now)[:MOST]:
        url = page_of(each, "solicitation:detail", index="solicitation:index")
        yield Task(
            f"{each.number}, {each.title}",
            f"{count(annotated(each, 'line_count'), 'line')}. Sealed until the deadline; a late bid is not read.",
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


def _papers(seat: Seat, now: datetime) -> Iterator[Task]:
    """What is missing or lapsed, and what lapses within 60 days; what a later paper replaces is no task."""
    vendor, today = vendor_of(seat), timezone.localdate(now)
    if vendor is None:
        return
    url = find_url("membership:company")
    for each in missing_of(vendor, on=today):
        kind, tag = ("risk", "Stops new orders") if each.blocks else ("needs", "Before an award")
        yield Task(each.what, each.why, tag=tag, kind=kind, url=url)
    for standing in standings_of(vendor, on=today):
        ends_on = standing.ends_on
        if ends_on and today < ends_on <= today + ENDS_SOON:
            why = "From that day on agencies can add no order lines, unless the renewed one is here."
            yield Task(
                f"Renew: {standing.demand.name}",
                why if standing.demand.when_lapsed == "block" else "The county asks for it before an award.",
                ends_on,
                tag="Lapses soon",
                kind="needs",
                url=url,
            )
