"""What an agency has to do: needs to state, orders to approve, deliveries to record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils import timezone

from commonlot.kernel.actor import Role
from commonlot.process.contracts.models import ContractParticipation
from commonlot.process.contracts.states import ContractStatus
from commonlot.process.membership.access import on_behalf
from commonlot.process.membership.queries import average_answer
from commonlot.process.ordering.models import Order, OrderLine
from commonlot.process.ordering.queries import Approving, approving_many, left_baskets
from commonlot.process.ordering.states import OrderStatus
from commonlot.process.requirements.models import Participation
from commonlot.process.requirements.states import ParticipationStatus, PoolStatus
from commonlot.process.savings.models import LedgerEntry
from commonlot.records.access.models import Seat
from commonlot.records.audit.models import Entry
from commonlot.web.todo.help import member_help
from commonlot.web.todo.membership import agreement_tasks
from commonlot.web.todo.services import requests_waiting
from commonlot.web.todo.task import Desk, Task, annotated, by_urgency, page_of
from commonlot.web.words import count, dollars

MOST = 50
STATERS = (Role.REQUESTER, Role.AGENCY_ADMINISTRATOR)
ORDERED = (
    OrderStatus.APPROVED,
    OrderStatus.SENT,
    OrderStatus.ACKNOWLEDGED,
    OrderStatus.RECEIVED,
    OrderStatus.CLOSED,
)


def member_desk(seat: Seat, *, now: datetime) -> Desk:
    """Gather what this agency's seat must do, what it waits for, and how it stands."""
    work, help_tasks = own_work(seat, now=now), [] if seat.is_county else list(member_help(seat))
    needs = [
        *work.needs,
        *([] if seat.is_county else agreement_tasks(seat, now=now)),
        *(task for task in help_tasks if task.kind != "plain"),
    ]
    waiting = [
        *(task for task in help_tasks if task.kind == "plain"),
        *work.waiting,
        *([] if seat.is_county else requests_waiting(seat)),
    ]
    return Desk(by_urgency(needs, now=now), waiting, now, _beside(seat, work.parts, now))


@dataclass(frozen=True)
class OwnWork:
    """The needs and orders of the agency of a seat: what its roles let it do, and what is with others."""

    parts: list[Participation]
    needs: list[Task]
    waiting: list[Task]

    @property
    def tasks(self) -> list[Task]:
        """All of it; what is with others is of the plain kind."""
        return [*self.needs, *self.waiting]


def own_work(seat: Seat, *, now: datetime) -> OwnWork:
    """Gather the needs and orders of the seat's own agency, also where the seat sees those of others."""
    parts = list(
        Participation.objects.visible_to(seat)
        .filter(agency__organisation_id=seat.organisation_id)
        .exclude(status__in=[ParticipationStatus.DECLINED, ParticipationStatus.WITHDRAWN])
        .select_related("pool")
        .annotate(line_count=Count("lines"))
    )
    orders = list(
        Order.objects.visible_to(seat)
        .filter(agency__organisation_id=seat.organisation_id)
        .exclude(status__in=[OrderStatus.CLOSED, OrderStatus.CANCELLED])
        .select_related(
            "agency",
            "contract__vendor__organisation",
            "requested_by__user",
            "requested_by__organisation",
            "requested_by__lent_by",
        )
        .annotate(comes_to=Sum("lines__amount"))[:MOST]
    )
    states = approving_many(orders, seat.organisation_id, now=now)
    states_needs = seat.has(*STATERS)
    return OwnWork(
        parts,
        needs=[
            *(_needs(seat, parts, now) if states_needs else ()),
            *_orders(seat, orders, states, now),
            *_people(seat, orders, states, now),
        ],
        waiting=[
            *(() if states_needs else _needs_elsewhere(parts, now)),
            *_pools_elsewhere(parts),
            *_orders_elsewhere(seat, orders, states),
        ],
    )


def _needs(seat: Seat, parts: list[Participation], now: datetime) -> Iterator[Task]:
    for part in parts:
        pool = part.pool
        if pool.status != PoolStatus.COLLECTING or pool.needs_due_at <= now:
            continue
        if not on_behalf.state_needs.allows(seat, pool.number, now=now):
            continue
        url = page_of(part, "requirements:survey", index="requirements:pools")
        if part.status == ParticipationStatus.INVITED:
            yield Task(
                f"Say whether you take part: {pool.title}",
                "Your share is in the bid only if you join and state your needs.",
                pool.needs_due_at,
                tag="Invited",
                url=url,
            )
        elif part.status == ParticipationStatus.JOINED:
            lines = annotated(part, "line_count")
            tag = count(lines, "line") if lines else "No lines yet"
            yield Task(
                f"Finish your needs for {pool.title}",
                "State what you need and what you pay now, then check and send.",
                pool.needs_due_at,
                tag=tag,
                url=url,
            )


def _needs_elsewhere(parts: list[Participation], now: datetime) -> Iterator[Task]:
    """What somebody else of the agency must state: who may not do it sees that it is open."""
    for part in parts:
        if part.pool.status != PoolStatus.COLLECTING or part.pool.needs_due_at <= now:
            continue
        if part.status in (ParticipationStatus.INVITED, ParticipationStatus.JOINED):
            yield Task(
                part.pool.title,
                "Your agency has not sent its needs yet.",
                part.pool.needs_due_at,
                tag="With your requester",
                kind="plain",
            )


def _was_drafted_for(seat: Seat, order: Order, now: datetime) -> bool:
    """Say whether this basket was drafted on the agency's behalf by someone who acts for it no more."""
    drafted_by = order.requested_by
    over = drafted_by.is_lent and drafted_by.ended_at is not None and drafted_by.ended_at <= now
    return order.status == OrderStatus.DRAFT and over and not seat.is_lent and seat.has(Role.REQUESTER)


def _orders(
    seat: Seat, orders: list[Order], states: Mapping[int, Approving], now: datetime
) -> Iterator[Task]:
    for order in orders:
        task = _to_approve(seat, order, states.get(order.pk)) or _to_go_on_with(seat, order, now)
        if task is not None:
            yield task


def _to_approve(seat: Seat, order: Order, state: Approving | None) -> Task | None:
    right = state.authority_of(seat) if state else None
    if state is None or right is None:
        return None
    total = dollars(annotated(order, "comes_to"))
    instead = f" You approve for {right.right.name}." if right.is_backup else ""
    return Task(
        f"Approve order {order.number}",
        f"{total} from {order.contract.vendor}, asked for by {order.requested_by.signature}.{instead}",
        tag="Second approval" if state.request.given else "Approve",
        url=page_of(order, "ordering:detail", index="ordering:index"),
    )


def _to_go_on_with(seat: Seat, order: Order, now: datetime) -> Task | None:
    url = page_of(order, "ordering:detail", index="ordering:index")
    total, vendor = dollars(annotated(order, "comes_to")), order.contract.vendor
    if _was_drafted_for(seat, order, now):
        why = f"{order.requested_by.signature} drafted it: {total} from {vendor}."
        return Task(f"Take over the basket {order.number}", why, tag="Drafted for you", url=url)
    if order.status == OrderStatus.DRAFT and order.requested_by_id == seat.pk:
        back = order.returned_because
        return Task(
            f"Finish order {order.number}",
            back or f"{total} from {vendor}, not yet sent for approval.",
            tag="Returned" if back else "In your basket",
            kind="needs" if back else "info",
            url=url,
        )
    if order.status in (OrderStatus.SENT, OrderStatus.ACKNOWLEDGED) and seat.has(Role.RECEIVER):
        why = f"From {vendor}. Savings are counted from deliveries."
        return Task(
            f"Record what came in: order {order.number}", why, tag="When it comes", kind="plain", url=url
        )
    return None


def _pools_elsewhere(parts: list[Participation]) -> Iterator[Task]:
    said = {
        PoolStatus.POOLING: ("Your needs are in. The county adds them up with the others’.", "Being pooled"),
        PoolStatus.SHORT_POOL: (
            "The needs are frozen. Where a little more fills a pack, you can still add it.",
            "Filling packs",
        ),
        PoolStatus.FROZEN: ("Your share is fixed. The bid document is being written.", "Share fixed"),
        PoolStatus.OUT_TO_BID: (
            "Out to bid with your share in it. Nothing to do until the award.",
            "Out to bid",
        ),
    }
    for part in parts:
        if part.status not in (ParticipationStatus.SUBMITTED, ParticipationStatus.ACCEPTED):
            continue
        status = PoolStatus(part.pool.status)
        if status == PoolStatus.COLLECTING:
            yield Task(
                part.pool.title,
                "You sent your needs. You can still change them until the deadline.",
                due_note="The county checks them next",
                tag="Sent",
                kind="plain",
                url=page_of(part, "requirements:survey", index="requirements:pools"),
            )
        elif status in said:
            why, tag = said[status]
            yield Task(part.pool.title, why, tag=tag, kind="plain")


def _orders_elsewhere(seat: Seat, orders: list[Order], states: Mapping[int, Approving]) -> Iterator[Task]:
    for order in orders:
        url = page_of(order, "ordering:detail", index="ordering:index")
        state = states.get(order.pk)
        if state and state.authority_of(seat) is None:
            yield Task(f"Order {order.number}", _with_whom(state), tag="With approver", kind="plain", url=url)
        elif order.status in (OrderStatus.SENT, OrderStatus.ACKNOWLEDGED) and not seat.has(Role.RECEIVER):
            yield Task(
                f"Order {order.number}",
                f"With {order.contract.vendor}.",
                tag="With vendor",
                kind="plain",
                url=url,
            )


def _with_whom(state: Approving) -> str:
    """Say who may approve next; a long list is a number."""
    if state.why_nobody:
        return "Nobody may approve it now. Your administrator can change that."
    open_to = state.standing.open_to
    who = " or ".join(str(each) for each in open_to) if len(open_to) < 4 else f"{len(open_to)} people"
    return f"With {who} for {'a second ' if state.request.given else ''}approval."


def _people(
    seat: Seat, orders: list[Order], states: Mapping[int, Approving], now: datetime
) -> Iterator[Task]:
    """What an administrator must put right: orders nobody may approve, baskets of people who left."""
    if not seat.has(Role.AGENCY_ADMINISTRATOR):
        return
    for order in orders:
        if order.pk in states and states[order.pk].why_nobody:
            yield Task(
                f"Nobody may approve order {order.number}",
                "Raise a limit, name another approver, or name a backup.",
                tag="Approval rules",
                url=page_of(order.agency, "membership:approvals", index="ordering:index"),
            )
    for leaver, baskets in left_baskets(seat.organisation_id, now=now).items():
        yield Task(
            f"Hand over {'the basket' if baskets == 1 else f'{baskets} baskets'} of {leaver.user}",
            f"{leaver.user} left. Give it to a colleague, or let it go.",
            tag="Reassign",
            url=page_of(leaver, "ordering:leaving", index="ordering:index"),
        )


def _beside(seat: Seat, parts: list[Participation], now: datetime) -> dict[str, object]:
    organisation = seat.organisation_id
    year = timezone.localtime(now).year
    ordered = Q(
        order__agency__organisation=organisation, order__status__in=ORDERED, order__approved_at__year=year
    )
    spent = OrderLine.objects.filter(ordered).aggregate(
        spent=Sum("amount"), orders=Count("order", distinct=True)
    )
    ledger = LedgerEntry.objects.filter(
        ledger=LedgerEntry.Ledger.CASH, agency__organisation=organisation, delivered_on__year=year
    ).aggregate(cash=Sum("saved"), worse=Sum("saved", filter=Q(saved__lt=0)))
    contracts = ContractParticipation.objects.filter(
        agency__organisation=organisation,
        contract__status__in=[ContractStatus.ACTIVE, ContractStatus.EXTENDED],
    ).select_related("contract__vendor__organisation")
    return {
        "average_answer": average_answer(now=now),
        "year": year,
        "orders": spent["orders"],
        "spent": spent["spent"] or Decimal(0),
        "saved": ledger["cash"],
        "worse": ledger["worse"],
        "contracts": contracts.order_by("contract__ends_on", "pk")[:MOST],
        "soon": timezone.localtime(now).date() + timedelta(days=120),
        "done": Entry.objects.filter(seat__organisation=organisation, at__gt=now - timedelta(days=30))[:8],
        "coming": [part.pool for part in parts if part.pool.status == PoolStatus.PLANNED],
    }
