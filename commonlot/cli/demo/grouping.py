"""Pooling as a buyer does it: the lines are sorted, odd ones taken out, and each group decided."""

from collections import Counter
from collections.abc import Sequence

from django.urls import reverse

from commonlot.cli.demo.county import County
from commonlot.process.pooling import actions
from commonlot.process.pooling.models import Match, MatchLine
from commonlot.process.pooling.queries import alike_or_alone
from commonlot.process.requirements.models import Pool
from commonlot.records.jobs.actions import finish_work


def sort_lines(county: County, pool: Pool, *, offset: int, hour: int = 10) -> None:
    """Ask for suggestions, and do the worker's part at once."""
    at = county.days.at(offset, hour)
    run = actions.run_pooling(pool_id=pool.pk, actor=county.buyer, now=at)
    done = actions.perform_run(run_id=run.pk, now=at)
    if run.work is not None:
        finish_work(
            work_id=run.work.pk, now=at, result_path=reverse("pooling:desk", args=[pool.pk]),
            note=f"{done.lines_read:,} lines sorted into {done.groups_found:,} groups to look at.",
        )  # fmt: skip


def settle(county: County, pool: Pool, *, offset: int, told_apart_by: Sequence[str] = ()) -> None:
    """Decide every group of a pool and freeze it; lines with a telling word stand apart from those without."""
    sort_lines(county, pool, offset=offset)
    if take_out_odd_lines(county, pool, told_apart_by, offset=offset):
        sort_lines(county, pool, offset=offset, hour=12)
    at = county.days.at(offset, 13)
    for tier in (Match.Tier.AUTO, Match.Tier.SINGLE):
        if alike_or_alone(pool, tier).exists():
            actions.confirm_all(pool_id=pool.pk, tier=tier, actor=county.buyer, now=at)
    while match := Match.objects.filter(pool=pool).to_review().first():
        decide(county, match, offset=offset)
    actions.freeze(pool_id=pool.pk, actor=county.buyer, now=county.days.at(offset + 1, 15))


def take_out_odd_lines(county: County, pool: Pool, told_apart_by: Sequence[str], *, offset: int) -> int:
    """Take the lines out of each group that say what most of the group does not; return how many."""
    taken = 0
    for match in Match.objects.filter(pool=pool).to_review():
        said = {row.pk: _said(row, told_apart_by) for row in match.lines.select_related("line")}
        usual = Counter(said.values()).most_common(1)[0][0]
        for pk in [pk for pk, words in said.items() if words != usual]:
            actions.take_out(match_line_id=pk, actor=county.buyer, now=county.days.at(offset, 11))
            taken += 1
    return taken


def _said(row: MatchLine, words: Sequence[str]) -> frozenset[str]:
    text = row.line.description.casefold()
    return frozenset(word for word in words if word in text)


def decide(county: County, match: Match, *, offset: int) -> None:
    """Confirm a group without the lines that nobody could count; such a line alone is left out, with the reason."""
    at = county.days.at(offset, 14)
    if not match.lines.counted().exists():
        reason = "Nobody could say how much the unit holds before the deadline."
        actions.reject_match(match_id=match.pk, reason=reason, actor=county.buyer, now=at)
        return
    for row in list(match.lines.still_asked()):
        actions.take_out(match_line_id=row.pk, actor=county.buyer, now=at)
    actions.confirm_match(match_id=match.pk, actor=county.buyer, now=at)
