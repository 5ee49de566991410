"""A buyer's decisions on groups: confirm, reject, and take back."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.pooling import access, rules, states
from commonlot.process.pooling.actions.locks import lock_match, lock_pool
from commonlot.process.pooling.actions.sums import (
    BATCH,
    add_shares,
    enter_shares,
    forget_decisions,
    withdraw_shares,
    write_decisions,
)
from commonlot.process.pooling.models import Decision, Match, MatchLine, PooledLine
from commonlot.process.pooling.queries import alike_or_alone, last_decision
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record


@transaction.atomic
def confirm_match(*, match_id: int, actor: Seat, now: datetime) -> Match:
    """Confirm that the lines of a group are one need; its counted lines become shares of one pooled line."""
    match = lock_match(match_id)
    access.decide.require(actor, match.pool, now=now)
    workflow.check_move(states.MATCH_MOVES, match.status, states.MatchStatus.CONFIRMED)
    counted = list(MatchLine.objects.counted().filter(match=match))
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
    record(at=now, actor=actor, verb="pooling.all_confirmed", subject=pool, groups=len(matches), list=tier)
    return len(matches)


@transaction.atomic
def reject_match(*, match_id: int, actor: Seat, now: datetime, reason: str = "") -> Match:
    """Decide that the lines of a group are different needs; a line that stands alone is left out of the pool."""
    match = lock_match(match_id)
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
    verb = "pooling.need_left_out" if alone else "pooling.match_rejected"
    record(at=now, actor=actor, verb=verb, subject=match, within=match.pool, because=match.because)
    return match


@transaction.atomic
def reopen_match(*, match_id: int, actor: Seat, now: datetime) -> Match:
    """Take a decision on a group back, with the sums it made."""
    match = lock_match(match_id)
    access.decide.require(actor, match.pool, now=now)
    workflow.check_move(states.MATCH_MOVES, match.status, states.MatchStatus.SUGGESTED)

    reopen([match])
    match.refresh_from_db()
    record(at=now, actor=actor, verb="pooling.match_reopened", subject=match, within=match.pool)
    return match


@transaction.atomic
def undo_last_decision(*, pool_id: int, actor: Seat, now: datetime) -> Match:
    """Take back the actor's last decision in a pool; what was confirmed in one click is reopened in one."""
    pool = lock_pool(pool_id)
    access.decide.require(actor, pool, now=now)
    last = last_decision(pool, actor)
    if last is None:
        raise Refused("You have decided nothing in this pool yet.")
    together = Match.objects.select_for_update().filter(
        pool=pool, decided_by=actor, decided_at=last.decided_at
    )
    matches = list(together.decided().order_by("-stake", "pk"))

    for match in matches:
        match.pool = pool
        workflow.check_move(states.MATCH_MOVES, match.status, states.MatchStatus.SUGGESTED)
    reopen(matches)
    matches[0].refresh_from_db()
    record(
        at=now,
        actor=actor,
        verb="pooling.match_reopened",
        subject=matches[0],
        within=pool,
        groups=len(matches),
    )
    return matches[0]


def reopen(matches: Sequence[Match]) -> None:
    """Make groups suggestions again, without their sums and without what was decided between their lines."""
    confirmed = [match for match in matches if match.status == states.MatchStatus.CONFIRMED]
    rejected = [match for match in matches if match.status == states.MatchStatus.REJECTED]
    withdraw_shares(confirmed)
    _take_in_those_that_joined(confirmed)
    lines = _lines_of([*matches, *(match.joins for match in confirmed if match.joins is not None)])
    forget_decisions([line for match in confirmed for line in lines[match.pk]], Decision.Verdict.SAME)
    for match in confirmed:
        if match.joins_id:
            forget_decisions(lines[match.pk] + lines[match.joins_id][:1], Decision.Verdict.SAME)
    for match in rejected:
        gather(match, lines[match.pk])
    Match.objects.filter(pk__in=[match.pk for match in matches]).update(
        status=states.MatchStatus.SUGGESTED, decided_by=None, decided_at=None, because=""
    )


def _take_in_those_that_joined(matches: Sequence[Match]) -> None:
    """Lines that joined a group, or were about to, are part of it once it is a suggestion again."""
    joining = Match.objects.filter(joins__in=[m.pk for m in matches]).exclude(
        status=states.MatchStatus.REJECTED
    )
    for match, target in list(joining.exclude(pk__in=[m.pk for m in matches]).values_list("pk", "joins_id")):
        MatchLine.objects.filter(match=match, taken_out=False).update(match=target)
        Match.objects.filter(pk=match).delete()


def stand_alone(match: Match, rows: Sequence[MatchLine]) -> None:
    """Give each of these lines a suggestion of its own, so that none is lost."""
    alone = [
        Match(
            pool_id=match.pool_id,
            run_id=match.run_id,
            name=row.line.description[:300],
            base_unit=match.base_unit,
            tier=Match.Tier.SINGLE,
            reasons=[{"kind": "together", "text": f"A buyer set it apart from “{match.name}”."}],
            stake=rules.stake([(row.line.quantity, row.line.price_paid)]),
            split_from=match,
        )
        for row in rows
    ]
    Match.objects.bulk_create(alone, batch_size=BATCH)
    MatchLine.objects.bulk_create(
        [_copy(row, single) for row, single in zip(rows, alone, strict=True)], batch_size=BATCH
    )


def gather(match: Match, lines: Sequence[int]) -> None:
    """Take lines back into a group from the suggestions in which they stand alone now."""
    elsewhere = MatchLine.objects.filter(line__in=lines, taken_out=False).exclude(match=match)
    homes = Match.objects.filter(lines__in=elsewhere).distinct()
    split = Match.Tier.SINGLE
    if homes.decided().exclude(status=states.MatchStatus.REJECTED).exists() or (
        homes.filter(status=states.MatchStatus.REJECTED, tier=split).exclude(pk=match.pk).exists()
    ):
        raise Refused(
            "Some of these lines were decided on their own since then. Take those decisions back first."
        )
    undecided = homes.to_review()
    ids = list(undecided.values_list("pk", flat=True))
    MatchLine.objects.filter(match__in=ids, line__in=lines, taken_out=False).delete()
    Match.objects.filter(pk__in=ids).exclude(lines__taken_out=False).delete()
    if len(lines) > 1:
        forget_decisions(lines, Decision.Verdict.DIFFERENT)


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
    lines = _lines_of([*matches, *joined])
    pairs = [pair for match in matches for pair in rules.chain(lines[match.pk] + lines[match.joins_id or 0])]
    write_decisions(pairs, Decision.Verdict.SAME, pool_id=matches[0].pool_id, actor=actor, now=now)


def _lines_of(matches: Sequence[Match]) -> dict[int, list[int]]:
    lines: dict[int, list[int]] = defaultdict(list)
    rows = MatchLine.objects.filter(match__in=[match.pk for match in matches], taken_out=False)
    for match, line in rows.order_by("line_id").values_list("match_id", "line_id"):
        lines[match].append(line)
    return lines


def _copy(row: MatchLine, match: Match) -> MatchLine:
    return MatchLine(
        match=match,
        line_id=row.line_id,
        tier=Match.Tier.SINGLE,
        base_quantity=row.base_quantity,
        question=row.question,
        why=row.why,
        attributes=row.attributes,
        as_read=row.as_read,
        asked_at=row.asked_at,
    )
