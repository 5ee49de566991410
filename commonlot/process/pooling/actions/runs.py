"""Runs of the engine over a pool: long work, whose suggestions never touch what a buyer decided."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

import commonlot
from commonlot.kernel.errors import Refused
from commonlot.process.pooling import access
from commonlot.process.pooling.actions.decisions import reopen
from commonlot.process.pooling.actions.locks import lock_pool
from commonlot.process.pooling.actions.sums import BATCH
from commonlot.process.pooling.learnt_queries import what_is_learnt
from commonlot.process.pooling.models import Decision, Match, MatchLine, PoolingRun
from commonlot.process.pooling.queries import (
    decisions_of_pool,
    lines_of_pool,
    standing_decisions,
)
from commonlot.process.pooling.rules.suggestions import (
    Standing,
    SuggestedLine,
    Suggestion,
    TypedLine,
    suggest,
)
from commonlot.process.requirements.models import Pool
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record
from commonlot.records.jobs import actions as work_actions

ATTEMPTS = 5
STAGES = {
    "reading": "Reading the lines",
    "finding": "Finding lines that are alike",
    "comparing": "Comparing lines",
    "pooled": "Saving the groups",
}


@transaction.atomic
def run_pooling(*, pool_id: int, actor: Seat, now: datetime) -> PoolingRun:
    """Ask for suggestions; the engine sorts the lines in the background."""
    from commonlot.process.pooling import jobs

    pool = lock_pool(pool_id)
    access.decide.require(actor, pool, now=now)
    lines = len(lines_of_pool(pool))
    if not lines:
        raise Refused("No agency's needs have been accepted in this pool, so there is nothing to sort.")
    if pool.pooling_runs.filter(finished_at=None, work__finished_at=None).exclude(work=None).exists():
        raise Refused("The lines of this pool are being sorted right now.")

    work = work_actions.start_work(
        kind="pooling.run", title=f"Sort the lines of {pool.number}", actor=actor, now=now, total=lines
    )
    run = PoolingRun.objects.create(
        pool=pool,
        engine_version=commonlot.__version__,
        lines_read=lines,
        work=work,
        started_by=actor,
        started_at=now,
    )
    record(at=now, actor=actor, verb="pooling.run_asked", subject=pool, lines=lines)
    jobs.perform_run.configure(lock=f"pooling-{pool.pk}").defer(run_id=run.pk, work_id=work.pk)
    return run


def perform_run(
    *,
    run_id: int,
    now: datetime,
    progress: Callable[[int, int, str], None] = lambda _done, _total, _note: None,
) -> PoolingRun:
    """Sort the lines of a pool into suggestions; what is decided meanwhile is seen, and the sorting done again."""
    run = PoolingRun.objects.select_related("pool", "started_by").get(pk=run_id)
    if run.finished_at is not None:
        return run

    def report(stage: str, done: int, of: int) -> None:
        progress(min(done, of), of, STAGES.get(stage, ""))

    for _ in range(ATTEMPTS):
        _return_what_changed(run.pool_id)
        lines, decisions = lines_of_pool(run.pool), decisions_of_pool(run.pool)
        standing = standing_decisions(run.pool)
        found = suggest(lines, decisions, standing, report, learnt=what_is_learnt(run.pool, lines))
        if _keep(run, found, read=(lines, decisions, standing), now=now):
            return run
    raise Refused("Decisions are being made in this pool right now. Ask for suggestions again in a moment.")


@transaction.atomic
def _keep(
    run: PoolingRun,
    found: Sequence[Suggestion],
    *,
    read: tuple[list[TypedLine], list[tuple[int, int, str]], Standing],
    now: datetime,
) -> bool:
    """Replace the undecided suggestions, unless something was decided or typed while the engine worked."""
    pool = lock_pool(run.pool_id)
    access.decide.require(run.started_by, pool, now=now)
    if read != (lines_of_pool(pool), decisions_of_pool(pool), standing_decisions(pool)):
        return False

    Match.objects.filter(pool=pool).to_review().delete()
    _save(run, pool, found)
    run.lines_read, run.groups_found, run.finished_at = len(read[0]), len(found), now
    run.save(update_fields=["lines_read", "groups_found", "finished_at"])
    record(at=now, actor=run.started_by, verb="pooling.run_finished", subject=pool, groups=len(found))
    return True


def _save(run: PoolingRun, pool: Pool, found: Sequence[Suggestion]) -> None:
    matches = [
        Match(
            pool=pool, run=run, name=group.name, base_unit=group.base_unit, tier=group.tier,
            reasons=group.reasons, stake=group.stake, joins_id=group.joins,
            unit_chosen=any(row.line.count_in for row in group.lines),
        )
        for group in found
    ]  # fmt: skip
    Match.objects.bulk_create(matches, batch_size=BATCH)
    rows = [_row(match, row) for match, group in zip(matches, found, strict=True) for row in group.lines]
    MatchLine.objects.bulk_create(rows, batch_size=BATCH)


def _row(match: Match, row: SuggestedLine) -> MatchLine:
    return MatchLine(
        match=match,
        line_id=row.line.pk,
        tier=row.tier,
        base_quantity=row.base_quantity,
        question=row.question,
        why=row.why,
        attributes=row.attributes,
        as_read=row.line.as_read,
    )


@transaction.atomic
def _return_what_changed(pool_id: int) -> None:
    """Reopen decided groups whose lines were changed or withdrawn since: a decision holds for what was read."""
    pool = lock_pool(pool_id)
    now_typed = {line.pk: line.as_read for line in lines_of_pool(pool)}
    held = MatchLine.objects.holding().filter(match__pool=pool)
    changed = {
        match: line
        for match, line, as_read in held.values_list("match_id", "line_id", "as_read")
        if now_typed.get(line) != as_read
    }
    if not changed:
        return
    matches = list(Match.objects.select_for_update().filter(pk__in=changed).order_by("pk"))
    lines = list(changed.values())
    reopen(matches)
    stale = Decision.objects.filter(pool=pool)
    stale.filter(line_a__in=lines).delete()
    stale.filter(line_b__in=lines).delete()
