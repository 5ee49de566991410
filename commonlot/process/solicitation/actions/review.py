"""From draft to the public site: one person writes, another publishes."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from commonlot.kernel import workflow
from commonlot.kernel.actor import Role
from commonlot.kernel.errors import Refused
from commonlot.process.membership.actions import announce
from commonlot.process.membership.models import Subscription
from commonlot.process.membership.queries import home_law, rules_by_code
from commonlot.process.requirements import actions as requirements
from commonlot.process.requirements.models import Raise
from commonlot.process.requirements.states import PoolStatus
from commonlot.process.solicitation import access, rules, states
from commonlot.process.solicitation.models import Solicitation
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record
from commonlot.records.notices.actions import post

NOTICE_RULE = "AD-1"


@transaction.atomic
def send_for_review(*, solicitation_id: int, actor: Seat, now: datetime) -> Solicitation:
    """Send a draft to the purchasing agent, who is told by mail."""
    solicitation = Solicitation.objects.visible_to(actor).select_for_update().get(pk=solicitation_id)
    access.send_for_review.require(actor, solicitation, now=now)
    workflow.check_move(states.MOVES, solicitation.status, states.Status.IN_REVIEW)
    _refuse_what_cannot_be_bid(solicitation)

    solicitation.status = states.Status.IN_REVIEW
    solicitation.save(update_fields=["status"])
    record(at=now, actor=actor, verb="solicitation.sent_for_review", subject=solicitation)
    _tell_reviewers(solicitation, actor, now)
    return solicitation


@transaction.atomic
def send_back(*, solicitation_id: int, reason: str, actor: Seat, now: datetime) -> Solicitation:
    """Return a solicitation in review to its drafter, with the reason."""
    solicitation = Solicitation.objects.visible_to(actor).select_for_update().get(pk=solicitation_id)
    access.send_back.require(actor, solicitation, now=now)
    workflow.check_move(states.MOVES, solicitation.status, states.Status.DRAFT)
    if not reason.strip():
        raise Refused("Say what must change, so that the drafter knows.", field="reason")

    solicitation.status = states.Status.DRAFT
    solicitation.save(update_fields=["status"])
    record(at=now, actor=actor, verb="solicitation.sent_back", subject=solicitation, reason=reason.strip())
    drafter = solicitation.drafted_by
    if drafter.pk != actor.pk:
        post(
            to=[drafter.user.email], subject=f"{solicitation.number} came back: {solicitation.title}"[:200],
            text=f"{actor.user.name} sent it back.\n\nWhat must change: {reason.strip()}\n",
            cause="solicitation.sent_back", about=solicitation, now=now,
        )  # fmt: skip
    return solicitation


@transaction.atomic
def publish_solicitation(
    *,
    solicitation_id: int,
    bids_due_at: datetime,
    actor: Seat,
    now: datetime,
    questions_due_at: datetime | None = None,
) -> Solicitation:
    """Publish a reviewed solicitation with the one deadline that page, lock and opening read."""
    solicitation = Solicitation.objects.visible_to(actor).select_for_update().get(pk=solicitation_id)
    access.publish.require(actor, solicitation, now=now)
    workflow.check_move(states.MOVES, solicitation.status, states.Status.PUBLISHED)
    _refuse_what_cannot_be_bid(solicitation)
    published_on = timezone.localtime(now).date()
    rules.check_dates(
        published_at=now, bids_due_at=bids_due_at, questions_due_at=questions_due_at,
        due_on=timezone.localtime(bids_due_at).date(), published_on=published_on, notice=_notice_time(published_on),
    )  # fmt: skip

    solicitation.status = states.Status.PUBLISHED
    solicitation.published_at, solicitation.published_by = now, actor
    solicitation.bids_due_at, solicitation.questions_due_at = bids_due_at, questions_due_at
    solicitation.draw_seed = rules.draw_seed(solicitation.number, now)
    solicitation.save()
    record(
        at=now, actor=actor, verb="solicitation.published", subject=solicitation,
        bids_due=access.when(bids_due_at), draw_seed=solicitation.draw_seed,
    )  # fmt: skip
    if solicitation.pool is not None and solicitation.pool.status == PoolStatus.FROZEN:
        requirements.mark_out_to_bid(pool_id=solicitation.pool.pk, actor=actor, now=now)
    _tell_the_list(solicitation, now)
    return solicitation


def _notice_time(published_on: date) -> rules.NoticeTime:
    """Read from the law of the lead agency's state how long a notice must stand."""
    rule = rules_by_code(home_law(), on=published_on).get(NOTICE_RULE)
    if rule is None or rule.number is None:
        raise Refused(
            f"No rule of law is kept here ({NOTICE_RULE}) that says how many days lie between a notice and the "
            "opening of bids, so nobody can say whether this date is lawful. Enter the rule first.",
            field="bids_due_at",
        )
    return rules.NoticeTime(int(rule.number), rule.citation)


def _tell_the_list(solicitation: Solicitation, now: datetime) -> None:
    commodity = solicitation.pool.commodity if solicitation.pool is not None else ""
    due = access.when(solicitation.bids_due_at) if solicitation.bids_due_at else ""
    announce(
        topic=Subscription.Topic.COMMODITIES, goods=f"{solicitation.title}, {commodity}",
        subject=f"Open for bids: {solicitation.title}",
        text=f"{solicitation.number}, {solicitation.title}, is open for bids. Bids are due {due}.\n\n"
        "The bid document, questions and answers are here:",
        path=reverse("solicitation:detail", args=[solicitation.pk]), about=solicitation, now=now,
    )  # fmt: skip


def _refuse_a_pool_that_still_grows(solicitation: Solicitation) -> None:
    pool = solicitation.pool
    if pool is None:
        return
    if pool.status == PoolStatus.SHORT_POOL:
        raise Refused("Agencies still add to this pool to fill packs. End that phase before you publish.")
    since = solicitation.created_at
    if Raise.objects.filter(want_line__want__short_pool__pool=pool, at__gt=since).exists():
        raise Refused(
            "Agencies added to this pool after the bid document was drafted from it, so its totals are old. "
            "Cancel this draft and make a new one."
        )


def _refuse_what_cannot_be_bid(solicitation: Solicitation) -> None:
    _refuse_a_pool_that_still_grows(solicitation)
    lines = list(solicitation.lines.select_related("pooled_line"))
    if not lines:
        raise Refused("Add at least one line: there is nothing to price yet.")
    if not solicitation.opening_place.strip():
        raise Refused("Say where bids are handed in and opened.", field="opening_place")
    pooled = [
        (each.quantity, each.base_per_unit, each.pooled_line.total) for each in lines if each.pooled_line
    ]
    if rules.count_differences(pooled):
        raise Refused("A line differs from its pooled total. Draft it again from the pool.")


def _tell_reviewers(solicitation: Solicitation, actor: Seat, now: datetime) -> None:
    seats = Seat.objects.current(now=now).filter(
        organisation_id=solicitation.lead_agency_id, roles__contains=[Role.PURCHASING_AGENT.value]
    )
    to = [seat.user.email for seat in seats.select_related("user") if seat.pk != actor.pk]
    if to:
        post(
            to=to, subject=f"To review: {solicitation.number}, {solicitation.title}"[:200],
            text=f"{actor.user.name} sent {solicitation} for review. It is published when you set its deadline.\n",
            cause="solicitation.sent_for_review", about=solicitation, now=now,
        )  # fmt: skip
