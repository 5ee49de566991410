"""Undo on the review desk: each step keeps the groups that it touched as they stood, and can put them back.

A step is undone only while those groups are as the step left them; else whoever changed them is named. Steps are kept
by buyer, so that nobody undoes another's work.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Model

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import access, states
from commonlot.process.pooling.actions.locks import changed_words, lock_pool
from commonlot.process.pooling.actions.reopening import reopen
from commonlot.process.pooling.actions.sums import BATCH, add_shares, enter_shares, withdraw_shares
from commonlot.process.pooling.models import Conversion, Decision, DeskStep, Match, MatchLine, PooledLine
from commonlot.process.pooling.queries.desk import family_of, marks_of, steps_of
from commonlot.process.pooling.rules import queue
from commonlot.process.requirements.models import Pool
from commonlot.records.access.models import AnySeat, Seat
from commonlot.records.audit.actions import record

LONGEST = 400


@dataclass
class Saying:
    """What the step says once it is done: what undoing it undoes."""

    said: str = ""
    also: list[int] = field(default_factory=list)


@contextmanager
def step(pool: Pool, matches: Iterable[int], *, actor: AnySeat, now: datetime) -> Iterator[Saying]:
    """Keep what stands, let the change be made, and keep the step; the caller holds the pool's lock."""
    touched = family_of(matches)
    before = json.dumps({"rows": _scene(touched), "marks": marks_of(touched)}, default=_in_full)
    newest = Match.objects.filter(pool=pool).aggregate(last=Max("pk"))["last"] or 0
    saying = Saying()
    yield saying
    made = Match.objects.filter(pool=pool, pk__gt=newest).values_list("pk", flat=True)
    groups = sorted({*touched, *made})
    DeskStep.objects.create(
        pool=pool, done_by_id=actor.pk, done_at=now, said=saying.said[:LONGEST], groups=groups, before=before,
        mark_after=_mark(groups),
    )  # fmt: skip


def keep_decision(pool: Pool, matches: Sequence[Match], *, said: str, actor: Seat, now: datetime) -> None:
    """Keep a decision on whole groups: undoing it takes the decision back, however many groups it was."""
    DeskStep.objects.create(
        pool=pool,
        done_by=actor,
        done_at=now,
        said=said[:LONGEST],
        groups=[match.pk for match in matches],
        before="",
    )


@transaction.atomic
def undo(*, pool_id: int, actor: Seat, now: datetime, step_id: int | None = None) -> tuple[DeskStep, Match]:
    """Undo one of the actor's steps in a pool, the last unless told which; return it and the group to look at."""
    pool = lock_pool(pool_id)
    access.decide.require(actor, pool, now=now)
    steps = DeskStep.objects.filter(pk__in=steps_of(pool, actor).values("pk")).order_by("-pk")
    done = (steps if step_id is None else steps.filter(pk=step_id)).first()
    if done is None:
        raise Refused(
            "You have done nothing in this pool yet that could be undone."
            if step_id is None
            else "This step was undone already."
        )
    match = _put_back(done) if done.before else _take_back(done, pool, actor)
    done.undone_at = now
    done.save(update_fields=["undone_at"])
    record(at=now, actor=actor, verb="pooling.step_undone", subject=match, within=pool, undone=done.said)
    return done, match


def _take_back(done: DeskStep, pool: Pool, actor: Seat) -> Match:
    mine = Match.objects.select_for_update().filter(
        pk__in=done.groups, decided_by=actor, decided_at=done.done_at
    )
    matches = list(mine.decided().order_by("-priority", "pk"))
    if not matches:
        raise Refused("This decision was taken back already, or the lines changed since.")
    for match in matches:
        match.pool = pool
    reopen(matches)
    matches[0].refresh_from_db()
    return matches[0]


def _put_back(done: DeskStep) -> Match:
    if _mark(done.groups) != done.mark_after:
        raise Refused(f"This step can no longer be undone. {_who_changed(done)}")
    kept = json.loads(done.before)
    now_marks = marks_of(done.groups)
    changed = [pk for pk in done.groups if kept["marks"].get(str(pk)) != now_marks.get(pk)] or list(
        done.groups
    )
    _restore(changed, done.groups, kept["rows"])
    there = Match.objects.filter(pk__in=changed).order_by("status", "pk")
    first = there.to_review().first() or there.first()
    if first is None:
        raise Refused("The lines were sorted again since then; this group is no longer there.")
    return first


def _who_changed(done: DeskStep) -> str:
    for match in Match.objects.filter(pk__in=done.groups):
        words = changed_words(match, after=done.done_at)
        if words:
            return words
    return "The lines were sorted again since then."


def _mark(groups: Sequence[int]) -> str:
    return queue.mark(sorted(marks_of(groups).items()))


# --- keeping rows and putting them back -------------------------------------------------------------------


Rows = list[Any]


def _scene(matches: Iterable[int]) -> dict[str, Rows]:
    """Write down groups with their lines, what was decided between these lines, and how they were counted."""
    ids = list(matches)
    lines = list(MatchLine.objects.filter(match__in=ids).values_list("line_id", flat=True))
    return {
        "match": list(Match.objects.filter(pk__in=ids).order_by("pk").values()),
        "line": list(MatchLine.objects.filter(match__in=ids).order_by("pk").values()),
        "decision": list(Decision.objects.filter(line_a__in=lines, line_b__in=lines).values()),
        "conversion": list(Conversion.objects.filter(line__in=lines).values()),
    }


def _in_full(value: object) -> str:
    """Write a moment to its last digit, and a quantity to its last place: a step that is undone changes neither."""
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _rows(model: type[Model], kept: Rows) -> list[Any]:
    fields = model._meta.concrete_fields  # noqa: SLF001
    return [model(**{each.attname: each.to_python(row[each.attname]) for each in fields}) for row in kept]


def _restore(changed: Sequence[int], groups: Sequence[int], kept: dict[str, Rows]) -> None:
    """Put groups back as they were kept; sums follow.

    A step may say something between a group that it changed and one that it left as it was: what was said between
    any of its groups is put back, too.
    """
    now_confirmed = Match.objects.filter(pk__in=changed, status=states.MatchStatus.CONFIRMED)
    withdraw_shares(list(now_confirmed))
    matches = [match for match in _rows(Match, kept["match"]) if match.pk in changed]
    rows = [row for row in _rows(MatchLine, kept["line"]) if row.match_id in changed]
    lines = {row.line_id for row in rows}
    lines |= set(MatchLine.objects.filter(match__in=changed).values_list("line_id", flat=True))
    MatchLine.objects.filter(match__in=changed).delete()
    spoken = {row["line_id"] for row in kept["line"]}
    spoken |= set(MatchLine.objects.filter(match__in=groups).values_list("line_id", flat=True)) | lines
    Decision.objects.filter(line_a__in=spoken, line_b__in=spoken).delete()
    Conversion.objects.filter(line__in=lines).delete()
    Match.objects.filter(pk__in=changed).exclude(pk__in=[match.pk for match in matches]).delete()
    _write(Match, matches)
    MatchLine.objects.bulk_create(rows, batch_size=BATCH)
    decided = [row for row in _rows(Decision, kept["decision"]) if {row.line_a_id, row.line_b_id} <= spoken]
    Decision.objects.bulk_create(decided, batch_size=BATCH, ignore_conflicts=True)
    Conversion.objects.bulk_create(
        [row for row in _rows(Conversion, kept["conversion"]) if row.line_id in lines]
    )
    _enter(Match.objects.filter(pk__in=[m.pk for m in matches], status=states.MatchStatus.CONFIRMED))


def _write(model: type[Model], rows: Sequence[Any]) -> None:
    names = [each.name for each in model._meta.concrete_fields if not each.primary_key]  # noqa: SLF001
    model._default_manager.bulk_create(  # noqa: SLF001
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=names
    )


def _enter(confirmed: Any) -> None:
    for match in confirmed.order_by("joins_id", "pk").select_related("pool"):
        counted = MatchLine.objects.counted().filter(match=match)
        pooled = PooledLine.objects.filter(match=match.joins_id).first() if match.joins_id else None
        if pooled is not None:
            add_shares(pooled, counted)
        else:
            enter_shares([match], now=match.decided_at)
