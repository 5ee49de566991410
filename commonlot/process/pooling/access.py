"""Who may pool, decide, ask and freeze; who may see the pooled lines."""

from datetime import datetime

from commonlot.kernel.actor import Role
from commonlot.kernel.policy import Policy
from commonlot.kernel.workflow import words
from commonlot.process.membership.access import on_behalf
from commonlot.process.pooling.models import TradeWord
from commonlot.process.requirements.models import Pool, RequirementLine
from commonlot.process.requirements.states import ParticipationStatus, PoolStatus
from commonlot.records.access.models import AnySeat

TAKING_PART = (ParticipationStatus.JOINED, ParticipationStatus.SUBMITTED, ParticipationStatus.ACCEPTED)


def is_buyer_of(actor: AnySeat, pool: Pool) -> bool:
    """Say whether the actor buys for the pool's lead agency."""
    return actor.organisation_pk == pool.lead_agency_id and actor.has(Role.BUYER, Role.PURCHASING_AGENT)


@Policy
def decide(actor: AnySeat, pool: Pool, *, now: datetime) -> str | None:
    """A buyer of the lead agency, while the pool is being pooled."""
    if not is_buyer_of(actor, pool):
        return "Only a buyer of the lead agency may decide which lines are one need."
    if pool.status == PoolStatus.POOLING:
        return None
    if pool.status in (PoolStatus.PLANNED, PoolStatus.COLLECTING):
        return (
            "Agencies are still stating their needs. Pooling starts when the buyer closes the call for needs."
        )
    phase = "in its short-pool phase" if pool.status == PoolStatus.SHORT_POOL else words(pool.status)
    return f"This pool is {phase}; its groups can no longer change."


@Policy
def state_conversion(actor: AnySeat, line: RequirementLine, pool: Pool, *, now: datetime) -> str | None:
    """A buyer of the lead agency, or the agency that typed the line, while the pool is being pooled."""
    own = actor.organisation_pk == line.participation.agency.organisation_id
    if own and actor.has(Role.REQUESTER, Role.AGENCY_ADMINISTRATOR) and pool.status == PoolStatus.POOLING:
        return on_behalf.state_needs.why_not(actor, pool.number, now=now)
    return decide.why_not(actor, pool, now=now)


@Policy
def choose_pack(actor: AnySeat, pool: Pool, *, now: datetime) -> str | None:
    """A buyer of the lead agency, until the pool is out to bid."""
    if not is_buyer_of(actor, pool):
        return "Only a buyer of the lead agency chooses the packs in which lines are ordered."
    if pool.status in (PoolStatus.POOLING, PoolStatus.FROZEN, PoolStatus.SHORT_POOL):
        return None
    return f"This pool is {words(pool.status)}; the packs of its lines can no longer change."


@Policy
def see_sheet(actor: AnySeat, pool: Pool, *, now: datetime) -> str | None:
    """The lead agency, and every agency that takes part in the pool."""
    if actor.organisation_pk == pool.lead_agency_id:
        return None
    if not actor.is_agency or actor.organisation_pk is None:
        return "Only agencies that take part in the pool see its pooled lines."
    part = pool.participations.filter(agency__organisation_id=actor.organisation_pk, status__in=TAKING_PART)
    return None if part.exists() else "Your agency does not take part in this pool."


@Policy
def see_what_is_learnt(actor: AnySeat, *, now: datetime) -> str | None:
    """Every seat of the lead agency."""
    return (
        None if actor.is_county else "The words and scores of pooling are kept by the lead agency’s buyers."
    )


@Policy
def teach_words(actor: AnySeat, *, now: datetime) -> str | None:
    """A buyer or the purchasing agent of the lead agency."""
    if actor.is_county and actor.has(Role.BUYER, Role.PURCHASING_AGENT):
        return None
    return "Only a buyer of the lead agency may teach the program words."


@Policy
def take_back_word(actor: AnySeat, word: TradeWord, *, now: datetime) -> str | None:
    """Who may teach words, while the word stands."""
    if word.lead_agency_id != actor.organisation_pk:
        return "This word belongs to another lead agency."
    if word.taken_back_at is not None:
        return "This word was taken back already."
    return teach_words.why_not(actor, now=now)


@Policy
def choose_score(actor: AnySeat, *, now: datetime) -> str | None:
    """The purchasing agent of the lead agency."""
    if actor.is_county and actor.has(Role.PURCHASING_AGENT):
        return None
    return "Only the purchasing agent of the lead agency may choose the score."
