"""From the recommendation to the award in force."""

from datetime import datetime

from django.db import transaction

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.award import access, queries
from commonlot.process.award.actions import letters
from commonlot.process.award.actions.bids import lock_solicitation
from commonlot.process.award.models import Award, AwardLine, Finding
from commonlot.process.award.states import AWARD_MOVES, AwardStatus
from commonlot.process.requirements import actions as requirement_actions
from commonlot.process.requirements.states import PoolStatus
from commonlot.process.solicitation import actions as solicitation_actions
from commonlot.process.solicitation.models import Solicitation
from commonlot.process.solicitation.states import Status
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record


def lock_award(award_id: int) -> Award:
    """Return one award with its solicitation, the solicitation locked first."""
    solicitation_id = Award.objects.values_list("solicitation_id", flat=True).get(pk=award_id)
    solicitation = lock_solicitation(solicitation_id)
    award = Award.objects.select_for_update().get(pk=award_id)
    award.solicitation = solicitation
    return award


@transaction.atomic
def recommend_award(*, solicitation_id: int, actor: Seat, now: datetime, note: str = "") -> Award:
    """Recommend what the published rule gives, with every line's reason and everything found."""
    solicitation = lock_solicitation(solicitation_id)
    access.recommend.require(actor, solicitation, now=now)
    tabulated = queries.tabulation(solicitation)
    if not tabulated.winners:
        raise Refused("No bid that counts was made, so there is nothing to award. Reject all bids instead.")
    _refuse_unnoted_losses(tabulated, note)
    if solicitation.status == Status.OPENED:
        solicitation_actions.mark_evaluated(solicitation_id=solicitation.pk, actor=actor, now=now)

    award = Award.objects.create(
        solicitation=solicitation,
        total=tabulated.result.total.amount,
        answer=tabulated.result.answer,
        note=note.strip(),
        recommended_by=actor,
        recommended_at=now,
    )
    _keep_lines(award, tabulated)
    _keep_findings(solicitation, tabulated, now=now)
    record(
        at=now,
        actor=actor,
        verb="award.recommended",
        subject=award,
        within=solicitation,
        total=str(tabulated.result.total),
        note=note.strip(),
    )
    return award


def _refuse_unnoted_losses(tabulated: queries.Tabulation, note: str) -> None:
    members = queries.members(tabulated)
    if members is None or not members.pay_more or note.strip():
        return
    names = ", ".join(str(agency) for agency in members.pay_more)
    raise Refused(
        f"These members would pay more than today: {names}. Note what they were told.", field="note"
    )


def _keep_lines(award: Award, tabulated: queries.Tabulation) -> None:
    prices = {(bid.pk, price.line.number): price for bid in tabulated.bids for price in bid.prices.all()}
    AwardLine.objects.bulk_create(
        AwardLine(
            award=award,
            line=tabulated.line_of[row.line.number],
            price=prices[tabulated.bid_of[row.winner].pk, row.line.number],
            amount=row.amount.amount,
            why=row.why[:400],
        )
        for row in tabulated.result.rows
        if row.winner is not None and row.amount is not None
    )


def _keep_findings(solicitation: Solicitation, tabulated: queries.Tabulation, *, now: datetime) -> None:
    solicitation.findings.all().delete()
    Finding.objects.bulk_create(
        Finding(
            solicitation=solicitation,
            bid=tabulated.bid_of[found.bidder] if found.bidder is not None else None,
            line=tabulated.line_of[found.line] if found.line is not None else None,
            kind=found.kind,
            statement=found.statement[:400],
            found_at=now,
        )
        for found in tabulated.result.findings
    )


@transaction.atomic
def withdraw_recommendation(*, award_id: int, because: str, actor: Seat, now: datetime) -> Solicitation:
    """Take a recommendation back before anyone outside was told; the trail keeps it."""
    award = lock_award(award_id)
    access.withdraw.require(actor, award, now=now)
    if not because.strip():
        raise Refused("Say why the recommendation goes back.", field="because")
    record(
        at=now,
        actor=actor,
        verb="award.recommendation_withdrawn",
        subject=award.solicitation,
        because=because.strip(),
        total=f"${award.total:,.2f}",
    )
    award.delete()
    return award.solicitation


@transaction.atomic
def post_intent(*, award_id: int, actor: Seat, now: datetime) -> Award:
    """Post the intent to award on the public site and tell every bidder the result and why."""
    award = lock_award(award_id)
    access.post_intent.require(actor, award, now=now)
    workflow.check_move(AWARD_MOVES, award.status, AwardStatus.INTENT_POSTED)

    award.status, award.intent_posted_at = AwardStatus.INTENT_POSTED, now
    award.save(update_fields=["status", "intent_posted_at"])
    told, without_address = letters.tell_every_bidder(award, now=now)
    letters.tell_the_list(award, now=now)
    record(
        at=now,
        actor=actor,
        verb="award.intent_posted",
        subject=award,
        within=award.solicitation,
        bidders_told=told,
        without_address=without_address,
    )
    return award


@transaction.atomic
def approve_award(*, award_id: int, actor: Seat, now: datetime) -> Award:
    """Approve the award; solicitation and pool are awarded with it, and the winners are told."""
    award = lock_award(award_id)
    access.approve.require(actor, award, now=now)
    workflow.check_move(AWARD_MOVES, award.status, AwardStatus.APPROVED)

    award.status, award.approved_by, award.approved_at = AwardStatus.APPROVED, actor, now
    award.save(update_fields=["status", "approved_by", "approved_at"])
    solicitation = award.solicitation
    solicitation_actions.mark_awarded(solicitation_id=solicitation.pk, actor=actor, now=now)
    if solicitation.pool is not None and solicitation.pool.status == PoolStatus.OUT_TO_BID:
        requirement_actions.mark_awarded(pool_id=solicitation.pool.pk, actor=actor, now=now)
    letters.tell_winners(award, now=now)
    record(
        at=now,
        actor=actor,
        verb="award.approved",
        subject=award,
        within=solicitation,
        total=f"${award.total:,.2f}",
    )
    return award


@transaction.atomic
def mark_active(*, award_id: int, actor: Seat, now: datetime) -> Award:
    """Put an approved award into force, once its contracts are."""
    award = lock_award(award_id)
    access.mark_active.require(actor, award, now=now)
    workflow.check_move(AWARD_MOVES, award.status, AwardStatus.ACTIVE)

    award.status = AwardStatus.ACTIVE
    award.save(update_fields=["status"])
    record(at=now, actor=actor, verb="award.activated", subject=award, within=award.solicitation)
    return award
