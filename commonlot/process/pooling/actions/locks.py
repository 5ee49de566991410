"""Decisions about one pool are made one after another: its row is locked first, then the group's.

Two buyers do not trample each other: who decides says what they saw, and a group that changed since is refused with
who changed it.
"""

from datetime import datetime

from commonlot.kernel.errors import Refused
from commonlot.process.pooling.models import Match, MatchLine
from commonlot.process.pooling.queries.desk import latest_entry_about, marks_of
from commonlot.process.pooling.verbs import VERBS
from commonlot.process.requirements.access import local
from commonlot.process.requirements.models import Pool


def lock_pool(pool_id: int) -> Pool:
    """Lock a pool; whoever decides next in it waits."""
    return Pool.objects.select_for_update().get(pk=pool_id)


def lock_match(match_id: int, *, seen: str = "") -> Match:
    """Lock the pool of a group, then the group; refuse if it is no longer what was seen."""
    pool_id = Match.objects.values_list("pool_id", flat=True).filter(pk=match_id).first()
    if pool_id is None:
        raise Refused(GONE)
    pool = lock_pool(pool_id)
    match = Match.objects.select_for_update().filter(pk=match_id).first()
    if match is None:
        raise Refused(GONE)
    match.pool = pool
    require_as_seen(match, seen)
    return match


GONE = "This group is no longer there: somebody put it together with another, or the lines were sorted again."


def require_as_seen(match: Match, seen: str) -> None:
    """Refuse if a group changed since it was looked at, and say who changed it."""
    if seen and marks_of([match.pk])[match.pk] != seen:
        words = changed_words(match) or "The lines were sorted again."
        raise Refused(
            f"This group changed after you opened it. {words} Nothing was done; please look at it again."
        )


def changed_words(match: Match, *, after: datetime | None = None) -> str:
    """Say who did what last with a group: "Owen Bright took a line out of a group (Nov 23, 2026, 9:05 a.m. EST)."."""
    entry = latest_entry_about(match)
    if entry is None or (after is not None and entry.at <= after):
        return ""
    return f"{entry.who} {VERBS.get(entry.verb, 'changed it')} ({local(entry.at)})."


def lock_match_line(match_line_id: int, *, seen: str = "") -> MatchLine:
    """Lock the pool and the group of a line in a group; refuse if the group is no longer what was seen."""
    match_id = MatchLine.objects.values_list("match_id", flat=True).filter(pk=match_line_id).first()
    match = lock_match(match_id or 0, seen=seen)
    row = MatchLine.objects.select_related("line__participation__agency__organisation").get(pk=match_line_id)
    row.match = match
    return row
