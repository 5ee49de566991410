"""Starting a solicitation, and the facts on its face."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.pooling.models import PooledLine
from commonlot.process.requirements.models import Pool
from commonlot.process.requirements.states import PoolStatus
from commonlot.process.solicitation import access, rules, states
from commonlot.process.solicitation.models import BidLine, Lot, Solicitation
from commonlot.records.access.models import Organisation, Seat
from commonlot.records.audit.actions import record

BIDDABLE = (PoolStatus.FROZEN, PoolStatus.OUT_TO_BID)
OVER = (states.Status.CANCELLED, states.Status.REJECTED_ALL)


@transaction.atomic
def draft_from_pool(
    *,
    pool_id: int,
    actor: Seat,
    now: datetime,
    title: str = "",
    description: str = "",
    term_starts_on: date | None = None,
    term_ends_on: date | None = None,
    opening_place: str = "",
    use_by_others: bool = True,
) -> Solicitation:
    """Draft a solicitation with one lot and a bid line for every pooled line of a frozen pool."""
    pool = Pool.objects.visible_to(actor).select_for_update().get(pk=pool_id)
    access.draft.require(actor, now=now)
    _refuse_pool_in_use(pool)
    pooled = list(PooledLine.objects.filter(pool=pool))
    if not pooled:
        raise Refused("This pool has no pooled lines, so there is nothing to bid.")

    solicitation = _start(
        actor, now, pool=pool, title=title or pool.title, description=description or pool.description,
        term_starts_on=term_starts_on or pool.term_starts_on, term_ends_on=term_ends_on or pool.term_ends_on,
        opening_place=opening_place, use_by_others=use_by_others,
    )  # fmt: skip
    lot = Lot.objects.create(
        solicitation=solicitation, position=1, title=(pool.commodity or pool.title)[:160]
    )
    BidLine.objects.bulk_create(
        BidLine(
            solicitation=solicitation, lot=lot, number=number, description=line.name, unit=line.base_unit,
            quantity=line.total, pooled_line=line,
        )
        for number, line in enumerate(pooled, start=1)
    )  # fmt: skip
    return solicitation


@transaction.atomic
def draft_solicitation(
    *,
    title: str,
    term_starts_on: date,
    term_ends_on: date,
    actor: Seat,
    now: datetime,
    description: str = "",
    opening_place: str = "",
    use_by_others: bool = True,
) -> Solicitation:
    """Draft a solicitation that comes from no pool, with one empty lot."""
    access.draft.require(actor, now=now)
    solicitation = _start(
        actor, now, pool=None, title=title, description=description, term_starts_on=term_starts_on,
        term_ends_on=term_ends_on, opening_place=opening_place, use_by_others=use_by_others,
    )  # fmt: skip
    Lot.objects.create(solicitation=solicitation, position=1, title=title[:160])
    return solicitation


@transaction.atomic
def change_facts(
    *,
    solicitation_id: int,
    title: str,
    term_starts_on: date,
    term_ends_on: date,
    actor: Seat,
    now: datetime,
    description: str = "",
    opening_place: str = "",
    use_by_others: bool = True,
) -> Solicitation:
    """Change title, words, term, place and the use-by-others clause of a draft."""
    solicitation = Solicitation.objects.visible_to(actor).select_for_update().get(pk=solicitation_id)
    access.edit.require(actor, solicitation, now=now)
    _check_face(title, term_starts_on, term_ends_on)

    solicitation.title, solicitation.description = title.strip(), description.strip()
    solicitation.term_starts_on, solicitation.term_ends_on = term_starts_on, term_ends_on
    solicitation.opening_place, solicitation.use_by_others = opening_place.strip(), use_by_others
    solicitation.save()
    record(at=now, actor=actor, verb="solicitation.facts_changed", subject=solicitation)
    return solicitation


def _start(actor: Seat, now: datetime, *, pool: Pool | None, title: str, **facts: object) -> Solicitation:
    _check_face(title, facts["term_starts_on"], facts["term_ends_on"])  # type: ignore[arg-type]
    # Numbers run without gaps or doubles: whoever numbers holds the lead agency's row.
    lead = Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    used = Solicitation.objects.values_list("number", flat=True)
    solicitation = Solicitation.objects.create(
        number=rules.next_number(timezone.localtime(now).year, list(used)),
        title=title.strip(),
        pool=pool,
        lead_agency=lead,
        drafted_by=actor,
        created_at=now,
        **facts,
    )
    record(at=now, actor=actor, verb="solicitation.drafted", subject=solicitation, within=pool)
    return solicitation


def _check_face(title: str, starts_on: date, ends_on: date) -> None:
    if not title.strip():
        raise Refused("A solicitation needs a title.", field="title")
    if ends_on <= starts_on:
        raise Refused("The term must end after it starts.", field="term_ends_on")


def _refuse_pool_in_use(pool: Pool) -> None:
    if pool.status not in BIDDABLE:
        raise Refused("Freeze the pool first: bidders price totals that do not move any more.")
    running = pool.solicitations.exclude(status__in=OVER).first()
    if running is not None:
        raise Refused(f"{running.number} was already drafted from this pool.")
