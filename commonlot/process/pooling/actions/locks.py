"""Decisions about one pool are made one after another: its row is locked first, then the group's."""

from commonlot.process.pooling.models import Match, MatchLine
from commonlot.process.requirements.models import Pool


def lock_pool(pool_id: int) -> Pool:
    """Lock a pool; whoever decides next in it waits."""
    return Pool.objects.select_for_update().get(pk=pool_id)


def lock_match(match_id: int) -> Match:
    """Lock the pool of a group, then the group."""
    pool = lock_pool(Match.objects.values_list("pool_id", flat=True).get(pk=match_id))
    match = Match.objects.select_for_update().get(pk=match_id)
    match.pool = pool
    return match


def lock_match_line(match_line_id: int) -> MatchLine:
    """Lock the pool and the group of a line in a group."""
    match = lock_match(MatchLine.objects.values_list("match_id", flat=True).get(pk=match_line_id))
    row = MatchLine.objects.select_related("line").get(pk=match_line_id)
    row.match = match
    return row
