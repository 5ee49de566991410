"""Reading one group for the desk: all its lines in plain values, and all that was read of those that are shown.

A group may hold hundreds of lines: of each the few facts are read by which it is judged, ordered and added up, in one
query; what was read of its text only where it is shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import F, QuerySet

from commonlot.process.pooling.models import Decision, Match, MatchLine

BEFORE = 3
READ_BEFORE = 60


class GroupLine(NamedTuple):
    """A line of a group: as its agency typed it, and what it comes to."""

    pk: int
    line_id: int
    tier: str
    base_quantity: Decimal | None
    taken_out: bool
    question: str
    asked_at: datetime | None
    quantity: Decimal
    unit: str
    description: str
    price_paid: Decimal | None
    agency_id: int
    agency: str


FACTS = (
    "pk", "line_id", "tier", "base_quantity", "taken_out", "question", "asked_at", "line__quantity", "line__unit",
    "line__description", "line__price_paid", "line__participation__agency_id",
    "line__participation__agency__organisation__name",
)  # fmt: skip


class Before(NamedTuple):
    """What a buyer said before: this line, as typed, is another need."""

    typed: str
    who: str
    at: datetime


@dataclass(frozen=True)
class GroupView:
    """One group as the desk shows it."""

    match: Match
    lines: list[GroupLine]
    set_apart: list[GroupLine]
    counted: list[GroupLine]
    asked: list[GroupLine]
    total: Decimal
    different: list[Before]
    elsewhere: dict[int, int]

    @property
    def agencies(self) -> int:
        """How many agencies have a line in the sum."""
        return len({line.agency_id for line in self.counted})

    @property
    def stands_alone(self) -> bool:
        """Say whether only one line is left in the group."""
        return len(self.lines) == 1


def group_view(match: Match) -> GroupView:
    """Read one group with its lines, those set apart, and what was decided about them before."""
    held = match.lines.order_by(F("base_quantity").desc(nulls_first=True), "pk")
    rows = [GroupLine(*facts) for facts in held.values_list(*FACTS)]
    lines = [row for row in rows if not row.taken_out]
    apart = [row for row in rows if row.taken_out]
    counted = [row for row in lines if row.base_quantity is not None]
    return GroupView(
        match=match,
        lines=lines,
        set_apart=apart,
        counted=counted,
        asked=[row for row in lines if row.base_quantity is None],
        total=sum((row.base_quantity for row in counted if row.base_quantity is not None), Decimal(0)),
        different=_decided_before(match),
        elsewhere=_homes(apart),
    )


def what_was_read(rows: Iterable[GroupLine]) -> dict[int, list[dict[str, Any]]]:
    """Return what was read of the text of these lines."""
    shown = MatchLine.objects.filter(pk__in=[row.pk for row in rows])
    return dict(shown.values_list("pk", "attributes"))


def question_key(unit: str, question: str) -> tuple[str, str]:
    """Return what makes two questions one: the unit as typed, and the words of the question."""
    return unit.strip().casefold(), question


def _decided_before(match: Match) -> list[Before]:
    """Return the lines that a buyer said are another need than these, as typed, each once, the latest first."""
    apart = Decision.objects.filter(pool_id=match.pool_id, verdict=Decision.Verdict.DIFFERENT)
    # Two short questions, one for each side of a pair: a group of hundreds of lines is not listed in either.
    rows = [row for ours, other in SIDES for row in _said_of(apart, match, ours, other)]
    latest_first = sorted(rows, key=lambda row: (-row[3].timestamp(), row[4]))
    found: dict[int, Before] = {}
    for line, typed, who, at, _ in latest_first:
        found.setdefault(line, Before(typed, who, at))
    return list(found.values())[:BEFORE]


SIDES = (("line_a", "line_b"), ("line_b", "line_a"))


def _said_of(apart: QuerySet[Decision], match: Match, ours: str, other: str) -> QuerySet[Any, Any]:
    lines = {f"{ours}__match_lines__match": match, f"{ours}__match_lines__taken_out": False}
    rows = apart.filter(**lines).order_by("-decided_at", "pk")
    return rows.values_list(
        f"{other}_id", f"{other}__description", "decided_by__user__name", "decided_at", "pk"
    )[:READ_BEFORE]


def _homes(apart: Sequence[GroupLine]) -> dict[int, int]:
    """Return for each line that was set apart the group in which it stands now."""
    if not apart:
        return {}
    now_in = MatchLine.objects.filter(line__in=[row.line_id for row in apart], taken_out=False)
    return dict(now_in.exclude(match__lines__in=[row.pk for row in apart]).values_list("line_id", "match_id"))
