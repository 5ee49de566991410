"""A buyer's decisions on groups: confirm, reject, and take back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.pooling import access, rules, states
from commonlot.process.pooling.actions.locks import lock_match, lock_pool
from commonlot.process.pooling.actions.reopening import lines_of_each, reopen, stand_alone
from commonlot.process.pooling.actions.steps import keep_decision, step
from commonlot.process.pooling.actions.sums import add_shares, enter_shares, write_decisions
from commonlot.process.pooling.models import Decision, Match, MatchLine, PooledLine
from commonlot.process.pooling.queries import alike_or_alone
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record


@transaction.atomic
def confirm_match(*, match_id: int, actor: Seat, now: datetime, seen: str = "") -> Match:
    """Confirm that the lines of a group are one need; its counted lines become shares of one pooled line.

    seen: the mark of the group as the buyer saw it; if it changed since, nothing is done.
    """
    match = lock_match(match_id, seen=seen)
    access.decide.require(actor, match.pool, now=now)
    workflow.check_move(states.MATCH_MOVES, match.status, states.MatchStatus.CONFIRMED)
    counted = list(MatchLine.objects.counted().filter(match=match).defer("attributes", "why"))
    if not counted:
        raise Refused(
            "No line of this group is counted yet. Answer its question first, or leave the need out."
        )

    _decide(match, states.MatchStatus.CONFIRMED, actor=actor, now=now)
    pooled = _pooled_line_to_join(match)
    if pooled is not None:
        add_shares(pooled, counted)
    else:
        enter_shares([match], now=now)
    _write_same([match], actor=actor, now=now)
    keep_decision(match.pool, [match], said=f"Confirmed “{match.name}”", actor=actor, now=now)
    record(
        at=now,
        actor=actor,
        verb="pooling.match_confirmed",
        subject=match,
        within=match.pool,
        lines=len(counted),
    )
    return match


@transaction.atomic
def confirm_all(*, pool_id: int, tier: str, actor: Seat, now: datetime, run_id: int | None = None) -> int:
    """Confirm every group that is alike in every attribute, or every line that stands alone; return how many.

    run_id: the run whose list the buyer looked at; another run since then refuses the click.
    """
    pool = lock_pool(pool_id)
    access.decide.require(actor, pool, now=now)
    if tier not in (Match.Tier.AUTO, Match.Tier.SINGLE):
        raise Refused(
            "Only groups that are all alike, or lines that stand alone, can be confirmed in one click."
        )
    latest = pool.pooling_runs.values_list("pk", flat=True).first()
    if run_id is not None and run_id != latest:
        raise Refused(
            "The lines were sorted again since you looked at this list. Please look at the new list."
        )
    matches = list(alike_or_alone(pool, tier).select_for_update())
    if not matches:
        raise Refused("There is nothing left on this list to confirm.")

    Match.objects.filter(pk__in=[match.pk for match in matches]).update(
        status=states.MatchStatus.CONFIRMED, decided_by=actor, decided_at=now, because=""
    )
    enter_shares(matches, now=now)
    _write_same(matches, actor=actor, now=now)
    keep_decision(pool, matches, said=f"Confirmed a list of {len(matches):,} groups", actor=actor, now=now)
    record(at=now, actor=actor, verb="pooling.all_confirmed", subject=pool, groups=len(matches),
           list=Match.Tier(tier).label)  # fmt: skip
    return len(matches)


@transaction.atomic
def reject_match(*, match_id: int, actor: Seat, now: datetime, reason: str = "", seen: str = "") -> Match:
    """Decide that the lines of a group are different needs; a line that stands alone is left out of the pool."""
    match = lock_match(match_id, seen=seen)
    access.decide.require(actor, match.pool, now=now)
    workflow.check_move(states.MATCH_MOVES, match.status, states.MatchStatus.REJECTED)
    rows = list(match.lines.filter(taken_out=False).select_related("line"))
    alone = len(rows) == 1
    if alone and not reason.strip():
        raise Refused(
            "Say why this need is left out of the pool; the agency will see the reason.", field="reason"
        )
    if len(rows) > rules.MOST_LINES_TO_SET_APART:
        raise Refused(
            f"This group has {len(rows)} lines. Take out the lines that do not belong to it instead."
        )

    _decide(match, states.MatchStatus.REJECTED, actor=actor, now=now, because=reason.strip()[:300])
    if not alone:
        pairs = rules.all_apart(row.line_id for row in rows)
        write_decisions(
            pairs,
            Decision.Verdict.DIFFERENT,
            pool_id=match.pool_id,
            actor=actor,
            now=now,
            reason=match.because,
        )
        stand_alone(match, rows)
    said = f"Left “{match.name}” out" if alone else f"Said that “{match.name}” is not one need"
    keep_decision(match.pool, [match], said=said, actor=actor, now=now)
    verb = "pooling.need_left_out" if alone else "pooling.match_rejected"
    record(at=now, actor=actor, verb=verb, subject=match, within=match.pool, because=match.because)
    return match


@transaction.atomic
def reopen_match(*, match_id: int, actor: Seat, now: datetime, seen: str = "") -> Match:
    """Take a decision on a group back, with the sums it made."""
    match = lock_match(match_id, seen=seen)
    access.decide.require(actor, match.pool, now=now)
    workflow.check_move(states.MATCH_MOVES, match.status, states.MatchStatus.SUGGESTED)

    with step(match.pool, [match.pk], actor=actor, now=now) as saying:
        saying.said = f"Took the decision on “{match.name}” back"
        reopen([match])
    match.refresh_from_db()
    record(at=now, actor=actor, verb="pooling.match_reopened", subject=match, within=match.pool)
    return match


def _decide(
    match: Match, status: states.MatchStatus, *, actor: Seat, now: datetime, because: str = ""
) -> None:
    match.status, match.decided_by, match.decided_at, match.because = status, actor, now, because
    match.save(update_fields=["status", "decided_by", "decided_at", "because"])


def _pooled_line_to_join(match: Match) -> PooledLine | None:
    """Return the pooled line to which later lines are added, while its group still stands and counts alike."""
    if match.joins is None:
        return None
    pooled = PooledLine.objects.filter(match=match.joins_id, base_unit=match.base_unit).first()
    if pooled is None:
        match.joins = None
        match.save(update_fields=["joins"])
    return pooled


def _write_same(matches: Sequence[Match], *, actor: Seat, now: datetime) -> None:
    joined = [match.joins for match in matches if match.joins is not None]
    lines = lines_of_each([*matches, *joined])
    pairs = [pair for match in matches for pair in rules.chain(lines[match.pk] + lines[match.joins_id or 0])]
    same = Decision.objects.filter(line_a__in={a for a, _ in pairs}, verdict=Decision.Verdict.SAME)
    by_hand = same.exclude(reason="")
    said = set(by_hand.values_list("line_a_id", "line_b_id"))
    new = [pair for pair in pairs if pair not in said]
    write_decisions(new, Decision.Verdict.SAME, pool_id=matches[0].pool_id, actor=actor, now=now)
