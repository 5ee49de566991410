"""What the county's buyers and purchasing agent have to do, the most urgent first."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from commonlot.kernel.actor import Role
from commonlot.process.award.models import Award
from commonlot.process.award.states import AwardStatus
from commonlot.process.contracts.models import Contract
from commonlot.process.contracts.states import ContractStatus
from commonlot.process.membership.queries import campaigns_in_trouble, campaigns_to_come
from commonlot.process.membership.states import CampaignStatus
from commonlot.process.pooling.states import MatchStatus
from commonlot.process.requirements.models import Pool
from commonlot.process.requirements.states import ParticipationStatus, PoolStatus
from commonlot.process.solicitation.models import Solicitation
from commonlot.process.solicitation.states import Status
from commonlot.records.access.models import Seat
from commonlot.records.legal.access import decide_change
from commonlot.records.legal.queries import open_changes
from commonlot.web.menu import find_url_of
from commonlot.web.todo.files import files_to_confirm
from commonlot.web.todo.help import county_help
from commonlot.web.todo.member import STATERS, own_work
from commonlot.web.todo.membership import agreements_elsewhere, applications_to_verify
from commonlot.web.todo.services import requests_to_answer
from commonlot.web.todo.task import Desk, Task, annotated, by_urgency, page_of
from commonlot.web.todo.vendors import vendors_to_look_at
from commonlot.web.words import count

MOST = 50
ENDS_SOON = timedelta(days=120)
AWARD_STEPS = {
    AwardStatus.RECOMMENDED: ("Post the intended award", Role.BUYER, "Recommended"),
    AwardStatus.INTENT_POSTED: ("Approve the award", Role.PURCHASING_AGENT, "Intent posted"),
    AwardStatus.APPROVED: ("Make the contracts", Role.BUYER, "Approved"),
}
ANSWERED = (ParticipationStatus.SUBMITTED, ParticipationStatus.ACCEPTED, ParticipationStatus.DECLINED)


def county_desk(seat: Seat, *, now: datetime) -> Desk:
    """Gather what this seat of the lead agency must do, and what the county waits for."""
    tasks = [
        *applications_to_verify(seat),
        *agreements_elsewhere(now=now),
        *vendors_to_look_at(seat, now=now),
        *county_help(seat, now=now),
        *requests_to_answer(seat, now=now),
        *files_to_confirm(seat, now=now),
        *_pools(seat, now),
        *_solicitations(seat, now),
        *_awards(seat),
        *_contracts(seat, now),
        *_changes_of_rules(seat, now),
        *_campaigns(seat, now),
    ]
    if seat.has(
        *STATERS, Role.APPROVER, Role.RECEIVER
    ):  # who buys for all may also work for the county itself
        tasks += own_work(seat, now=now).tasks
    return Desk(
        by_urgency((task for task in tasks if task.kind != "plain"), now=now),
        by_urgency((task for task in tasks if task.kind == "plain"), now=now),
        now,
    )


def _pools(seat: Seat, now: datetime) -> Iterator[Task]:
    pools = (
        Pool.objects.visible_to(seat)
        .filter(
            status__in=[
                PoolStatus.PLANNED,
                PoolStatus.COLLECTING,
                PoolStatus.POOLING,
                PoolStatus.FROZEN,
                PoolStatus.SHORT_POOL,
            ]
        )
        .exclude(Exists(Solicitation.objects.filter(pool=OuterRef("pk")).exclude(status=Status.CANCELLED)))
        .annotate(
            invited=Count("participations", distinct=True),
            answered=Count("participations", filter=Q(participations__status__in=ANSWERED), distinct=True),
            open_matches=Count("matches", filter=Q(matches__status=MatchStatus.SUGGESTED), distinct=True),
        )
    )
    yield from (_pool(pool, seat, now) for pool in pools[:MOST])


def _pool(pool: Pool, seat: Seat, now: datetime) -> Task:
    buyers = "needs" if seat.has(Role.BUYER) else "plain"
    url = page_of(pool, "requirements:pool", index="requirements:pools")
    invited = count(annotated(pool, "invited"), "agency", "agencies")
    answers = f"{annotated(pool, 'answered')} of {invited} answered."
    if pool.status == PoolStatus.PLANNED:
        asked = annotated(pool, "invited")
        what, why = (
            ("Open for needs", f"{invited} will be asked.")
            if asked
            else ("Invite agencies", "The pool is planned and nobody was invited yet.")
        )
        return Task(f"{what}: {pool.title}", why, pool.needs_due_at, tag="Planned", kind=buyers, url=url)
    if pool.status == PoolStatus.COLLECTING and pool.needs_due_at > now:
        return Task(pool.title, answers, pool.needs_due_at, tag="Collecting", kind="plain", url=url)
    if pool.status == PoolStatus.COLLECTING:
        why = f"The deadline has passed. {answers}"
        return Task(
            f"Close and pool: {pool.title}", why, pool.needs_due_at, tag="Needs are in", kind=buyers, url=url
        )
    if pool.status == PoolStatus.POOLING:
        url = page_of(pool, "pooling:pool", "pooling:desk", index="pooling:index")
        to_decide = f"{count(annotated(pool, 'open_matches'), 'group')} to decide"
        why = "Nothing merges until you confirm it."
        return Task(f"Review suggested groups: {pool.title}", why, tag=to_decide, kind=buyers, url=url)
    if pool.status == PoolStatus.SHORT_POOL:
        url = page_of(pool, "pooling:short_pool", index="pooling:index")
        return Task(pool.title, "Agencies add what fills packs.", tag="Filling packs", kind="plain", url=url)
    url = page_of(pool, "solicitation:draft_from_pool", index="solicitation:index")
    return Task(
        f"Write the bid document: {pool.title}", "The totals are fixed.", tag="Frozen", kind=buyers, url=url
    )


def _solicitations(seat: Seat, now: datetime) -> Iterator[Task]:
    own = (
        Solicitation.objects.visible_to(seat)
        .filter(lead_agency_id=seat.organisation_pk, award__isnull=True)
        .select_related("opening")
    )
    at_work = [
        Status.DRAFT,
        Status.IN_REVIEW,
        Status.PUBLISHED,
        Status.CLOSED,
        Status.OPENED,
        Status.EVALUATED,
    ]
    yield from (_solicitation(each, seat, now) for each in own.filter(status__in=at_work)[:MOST])


def _solicitation(each: Solicitation, seat: Seat, now: datetime) -> Task:
    name = f"{each.number}, {each.title}"
    page = page_of(each, "solicitation:detail", index="solicitation:index")
    buyers = "needs" if seat.has(Role.BUYER) else "plain"
    if each.status == Status.DRAFT:
        return Task(f"Finish the bid document: {name}", tag="Draft", kind=buyers, url=page)
    if each.status == Status.IN_REVIEW:
        reviews = seat.has(Role.PURCHASING_AGENT)
        return Task(
            f"Review and publish: {name}", tag="In review", kind="needs" if reviews else "plain", url=page
        )
    if each.status == Status.PUBLISHED and each.bids_due_at and each.bids_due_at > now:
        why = "Open for bids. Bids stay sealed until the deadline."
        return Task(name, why, each.bids_due_at, tag="Open for bids", kind="plain", url=page)
    opening = getattr(each, "opening", None)
    if opening is None:
        room = page_of(each, "bidding:opening", index="bidding:index")
        return Task(
            f"Open the bids: {name}",
            "The deadline has passed.",
            each.bids_due_at,
            tag="Bids are in",
            kind=buyers,
            url=room,
        )
    if opening.finished_at is None:
        room = page_of(each, "bidding:opening", index="bidding:index")
        why = "Every envelope must be read, checked or set aside before the opening is over."
        return Task(f"Finish the opening: {name}", why, tag="Being opened", kind=buyers, url=room)
    sheet = page_of(each, "award:tabulation", index="award:index")
    return Task(f"Check the tabulation and recommend: {name}", tag="Opened", kind=buyers, url=sheet)


def _awards(seat: Seat) -> Iterator[Task]:
    own = Award.objects.filter(solicitation__lead_agency_id=seat.organisation_pk).select_related(
        "solicitation"
    )
    for award in own.filter(status__in=AWARD_STEPS, contracts__isnull=True)[:MOST]:
        what, who, tag = AWARD_STEPS[AwardStatus(award.status)]
        name = f"{award.solicitation.number}, {award.solicitation.title}"
        yield Task(
            f"{what}: {name}",
            tag=tag,
            kind="needs" if seat.has(who) else "plain",
            url=page_of(award, "award:detail", index="award:index"),
        )


def _contracts(seat: Seat, now: datetime) -> Iterator[Task]:
    today = timezone.localtime(now).date()
    signs = "needs" if seat.has(Role.PURCHASING_AGENT) else "plain"
    buyers = "needs" if seat.has(Role.BUYER) else "plain"
    own = Contract.objects.visible_to(seat).filter(lead_agency_id=seat.organisation_pk)
    running = Q(status__in=[ContractStatus.ACTIVE, ContractStatus.EXTENDED])
    soon = running & Q(ends_on__gt=today, ends_on__lte=today + ENDS_SOON)
    for contract in own.filter(Q(status=ContractStatus.DRAFT) | soon).select_related("vendor__organisation")[
        :MOST
    ]:
        url = page_of(contract, "contracts:contract", "contracts:detail", index="contracts:search")
        about = f"{contract.number}, {contract.title}"
        if contract.status == ContractStatus.DRAFT:
            yield Task(f"Sign contract {about}", f"With {contract.vendor}.", tag="Draft", kind=signs, url=url)
        else:
            yield Task(
                f"Renew or rebid: contract {about}",
                f"With {contract.vendor}; no orders from that day on.",
                contract.ends_on,
                tag="Ends soon",
                kind=buyers,
                url=url,
            )


def _changes_of_rules(seat: Seat, now: datetime) -> Iterator[Task]:
    for change in open_changes(seat):
        mine = decide_change.allows(seat, change, now=now)
        yield Task(
            f"Decide the change of rule {change.code}" if mine else f"Change of rule {change.code}",
            f"Proposed by {change.proposed_by.user.name}; a second person decides it.",
            tag="Proposed",
            kind="needs" if mine else "plain",
            url=find_url_of("legal:change", change.pk),
        )


def _campaigns(seat: Seat, now: datetime) -> Iterator[Task]:
    writes = "needs" if seat.has(Role.BUYER, Role.PURCHASING_AGENT) else "plain"
    tonight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    for each in campaigns_to_come(seat, until=tonight, most=MOST):
        why = "It starts by itself. Until then it can be moved or called off."
        url = each.get_absolute_url()
        yield Task(
            f"Mail to many: {each.subject}", why, each.scheduled_for, tag="Today", kind="plain", url=url
        )
    for each in campaigns_in_trouble(seat, now=now, most=MOST):
        url = each.get_absolute_url()
        if each.status == CampaignStatus.PAUSED:
            yield Task(
                f"Let it go on: {each.subject}",
                each.stopped_because[:160],
                tag="Stopped",
                kind=writes,
                url=url,
            )
        else:
            why = (
                f"{count(annotated(each, 'failures'), 'mail')} did not arrive. See what the mail server said."
            )
            yield Task(f"Look at what failed: {each.subject}", why, tag="Mail to many", kind=writes, url=url)
