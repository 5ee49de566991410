"""One group as the desk shows it: what needs a look first, what was read, what is odd, what is asked."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from commonlot.process.pooling import rules
from commonlot.process.pooling.forms import AnswerForm, NameForm, ReasonForm
from commonlot.process.pooling.models import Match
from commonlot.process.pooling.queries import desk as desk_queries
from commonlot.process.pooling.queries.groups import (
    GroupLine,
    GroupView,
    group_view,
    question_key,
    what_was_read,
)
from commonlot.process.pooling.queries.units import own_units
from commonlot.process.pooling.rules import outliers, queue
from commonlot.process.pooling.states import MatchStatus

SHOWN = 12
FOLDED = 30
FORMS = 5
STRIPS = 60


@dataclass(frozen=True)
class ShownLine:
    """A line as typed, with what was read of it."""

    row: GroupLine
    agency: str
    marks: list[tuple[str, str]]
    attributes: list[tuple[str, str]]
    look: str
    asked: bool
    flags: list[str]


@dataclass(frozen=True)
class ShownShare:
    """One line's part in the lot plan."""

    name: str
    amount: Decimal
    asked: bool = False


@dataclass(frozen=True)
class ShownQuestion:
    """A question that some lines of a group ask alike, with the form for its answer."""

    text: str
    rows: list[GroupLine]
    form: AnswerForm
    unit: str


@dataclass(frozen=True)
class ShownGroup:
    """One group as the desk shows it."""

    match: Match
    view: GroupView
    unit: str
    shown: list[ShownLine]
    folded: list[ShownLine]
    set_apart: list[tuple[ShownLine, int | None]]
    shares: list[ShownShare]
    questions: list[ShownQuestion]
    more_questions: int
    reasons: dict[str, str]
    seen: str
    why_here: str
    left: int
    name_form: NameForm
    reason_form: ReasonForm = field(default_factory=ReasonForm)

    @property
    def folded_sum(self) -> Decimal:
        """What the lines below the first come to, whether they are listed or not."""
        first = sum((line.row.base_quantity or Decimal(0) for line in self.shown), Decimal(0))
        return self.view.total - first

    @property
    def folded_count(self) -> int:
        """How many lines there are below the first."""
        return len(self.folded) + self.left

    @property
    def can_split(self) -> bool:
        """Say whether lines can be ticked: the group is open and has more than one."""
        return self.is_open and not self.view.stands_alone

    @property
    def why_not_ask(self) -> str | None:
        """Return why no agency can be asked by mail: each was already."""
        return rules.EVERY_AGENCY_WAS_ASKED if all(row.asked_at for row in self.view.asked) else None

    @property
    def flagged(self) -> int:
        """How many lines are far from the others."""
        return sum(bool(line.flags) for line in (*self.shown, *self.folded))

    @property
    def is_open(self) -> bool:
        """Say whether the group waits for a decision."""
        return self.match.status == MatchStatus.SUGGESTED


def shown_group(match: Match, forms: dict[str, Any], *, every: bool = False) -> ShownGroup:
    """Read a group and cut it to what a person can look at: what needs a look first, the rest folded.

    every: fold lines however many they are; else the first of them, with a way to the others.
    """
    view = group_view(match)
    unit = rules.unit_words(match.base_unit, None, own_units(match.pool.lead_agency_id))
    odd = outliers.flagged([_counted(row) for row in view.counted], unit)
    ordered = sorted(view.lines, key=lambda row: (row.pk not in odd, *_needs_a_look(row)))
    first = SHOWN if len(ordered) > SHOWN + 1 else len(ordered)
    last = len(ordered) if every else first + FOLDED
    read = what_was_read([*ordered[:last], *view.set_apart])
    lines = [_shown_line(row, read.get(row.pk, []), odd.get(row.pk, [])) for row in ordered[:last]]
    questions = _questions(view.asked, match, forms.get("answer_form"))
    seen = desk_queries.mark_of(match, [*view.lines, *view.set_apart])
    return ShownGroup(
        match=match,
        view=view,
        unit=unit,
        shown=lines[:first],
        folded=lines[first:],
        set_apart=[
            (_shown_line(row, read.get(row.pk, []), []), view.elsewhere.get(row.line_id))
            for row in view.set_apart
        ],
        shares=_shares(view.lines),
        questions=questions[:FORMS],
        more_questions=max(0, len(questions) - FORMS),
        reasons={reason["kind"]: reason["text"] for reason in match.reasons},
        seen=seen,
        why_here=_why_here(match, view),
        left=len(ordered) - len(lines),
        name_form=forms.get("name_form") or _name_form(match, seen),
        reason_form=forms.get("reason_form") or ReasonForm(initial={"seen": seen, "pool": match.pool_id}),
    )


def _shares(rows: list[GroupLine]) -> list[ShownShare]:
    """Return the strips of the lot plan; what is too thin to be seen apart is one strip."""
    first, rest = rows[:STRIPS], sum((row.base_quantity or Decimal(0) for row in rows[STRIPS:]), Decimal(0))
    shares = [
        ShownShare(row.agency, row.base_quantity or Decimal(0), asked=row.base_quantity is None)
        for row in first
    ]  # fmt: skip
    return [*shares, ShownShare("Others", rest)] if rest else shares


def _name_form(match: Match, seen: str) -> NameForm:
    facts = {"name": match.name, "base_unit": match.base_unit, "seen": seen, "pool": match.pool_id}
    return NameForm(initial=facts, unit=match.base_unit)


def _why_here(match: Match, view: GroupView) -> str:
    if match.status != MatchStatus.SUGGESTED:
        return ""
    return queue.because_of(
        match.tier,
        unsure=match.doubt,
        asked=len(view.asked),
        joins=match.joins_id is not None,
        audit=match.audit,
    )


def _counted(row: GroupLine) -> outliers.Counted:
    return outliers.Counted(row.pk, row.unit, row.quantity, row.base_quantity or Decimal(0), row.price_paid)


def _needs_a_look(row: GroupLine) -> tuple[bool, bool, Decimal, int]:
    asked = row.base_quantity is None
    return (not asked, row.tier == Match.Tier.AUTO, -(row.base_quantity or Decimal(0)), row.pk)


def _shown_line(row: GroupLine, read: list[dict[str, Any]], flags: list[str]) -> ShownLine:
    asked = row.base_quantity is None
    look = "Question" if asked else {"auto": "Alike", "suggest": "Suggested"}.get(row.tier, "Alone")
    return ShownLine(
        row=row,
        agency=row.agency,
        marks=rules.marked_text(row.description, read),
        attributes=rules.said_attributes(read),
        look=look,
        asked=asked,
        flags=flags,
    )


def _questions(rows: list[GroupLine], match: Match, refused: AnswerForm | None) -> list[ShownQuestion]:
    alike: dict[tuple[str, str], list[GroupLine]] = {}
    for row in rows:
        alike.setdefault(question_key(row.unit, row.question), []).append(row)
    found = []
    for same in sorted(alike.values(), key=lambda rows: (-len(rows), rows[0].pk)):
        line = same[0].pk
        again = refused is not None and str(refused.data.get(f"q{line}-line")) == str(line)
        form = (
            refused
            if again and refused is not None
            else AnswerForm(initial={"line": line}, prefix=f"q{line}")
        )
        found.append(ShownQuestion(same[0].question, same, form, same[0].unit))
    return found
