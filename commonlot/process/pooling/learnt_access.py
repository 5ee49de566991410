"""Who may teach the program words, judge pairs, and choose its score; who may see what it has learned."""

from datetime import datetime

from commonlot.kernel.actor import Role
from commonlot.kernel.policy import Policy
from commonlot.process.pooling.learnt_models import AuditPair, TradeWord
from commonlot.process.requirements.states import PoolStatus
from commonlot.records.access.models import AnySeat


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
def judge_pair(actor: AnySeat, pair: AuditPair, *, now: datetime) -> str | None:
    """A buyer of the lead agency, once, while the pool is on the desk."""
    if pair.pool.lead_agency_id != actor.organisation_pk or not actor.has(Role.BUYER, Role.PURCHASING_AGENT):
        return "Only a buyer of the lead agency may judge this pair."
    if pair.answered_at is not None:
        return "This pair was judged in the meantime."
    if pair.pool.status != PoolStatus.POOLING:
        return "This pool is no longer on the review desk."
    return None


@Policy
def choose_score(actor: AnySeat, *, now: datetime) -> str | None:
    """The purchasing agent of the lead agency."""
    if actor.is_county and actor.has(Role.PURCHASING_AGENT):
        return None
    return "Only the purchasing agent of the lead agency may choose the score."
