"""Runs of the engine over a pool: long work, whose suggestions never touch what a buyer decided."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

import commonlot
from commonlot.kernel.errors import Refused
from commonlot.process.pooling import access
from commonlot.process.pooling.actions.locks import lock_pool
from commonlot.process.pooling.actions.reopening import reopen
from commonlot.process.pooling.actions.suggesting import save_suggestions
from commonlot.process.pooling.models import Decision, Match, MatchLine, PoolingRun
from commonlot.process.pooling.queries import (
    decisions_of_pool,
    lines_of_pool,
    standing_decisions,
)
from commonlot.process.pooling.queries.desk import due_again
from commonlot.process.pooling.queries.learnt import what_is_learnt
from commonlot.process.pooling.rules.suggestions import (
    Standing,
    Suggestion,
    TypedLine,
    suggest,
)
from commonlot.process.requirements.models import Pool
from commonlot.process.requirements.queries import lines_to_pool
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
    pool = lock_pool(pool_id)
    access.decide.require(actor, pool, now=now)
    if not lines_to_pool(pool).exists():
        raise Refused("No agency's needs have been accepted in this pool, so there is nothing to sort.")
    if _under_way(pool):
        raise Refused("The lines of this pool are being sorted right now.")
    return _start(pool, actor, verb="pooling.run_asked", by=actor, now=now)


@transaction.atomic
def run_again(*, pool_id: int, now: datetime) -> PoolingRun | None:
    """Sort a pool's lines again because they changed and have been quiet since; None if that is not due any more.

    It is done for the buyer who asked last, as long as that buyer may still decide.
    """
    pool = lock_pool(pool_id)
    last = pool.pooling_runs.select_related("started_by").first()
    due = due_again(pool, last)
    if last is None or due is None or due.at > now or _under_way(pool):
        return None
    if not access.decide.allows(last.started_by, pool, now=now):
        return None
    return _start(pool, last.started_by, verb="pooling.run_due", by=None, now=now)


def _under_way(pool: Pool) -> bool:
    return pool.pooling_runs.filter(finished_at=None, work__finished_at=None).exclude(work=None).exists()


def _start(pool: Pool, actor: Seat, *, verb: str, by: Seat | None, now: datetime) -> PoolingRun:
    from commonlot.process.pooling import jobs

    lines = lines_to_pool(pool).count()
    work = work_actions.start_work(
        kind="pooling.run", title=f"Sort the lines of {pool.number}", actor=actor, now=now, total=lines
    )
    run = PoolingRun.objects.create(
        pool=pool, engine_version=commonlot.__version__, lines_read=lines, work=work, started_by=actor,
        started_at=now,
    )  # fmt: skip
    record(at=now, actor=by, verb=verb, subject=pool, lines=lines)
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
        learnt = what_is_learnt(run.pool, lines)
        run.engine_version = learnt.scorer.version if learnt.scorer else commonlot.__version__
        found = suggest(lines, decisions, standing, report, learnt=learnt)
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

    save_suggestions(run, pool, found)
    run.lines_read, run.groups_found, run.finished_at = len(read[0]), len(found), now
    run.save(update_fields=["engine_version", "lines_read", "groups_found", "finished_at"])
    record(at=now, actor=run.started_by, verb="pooling.run_finished", subject=pool, groups=len(found))
    return True


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
