"""What is missing in a short-pool phase, and how an agency's own needs could help."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Sum

from commonlot.process.requirements import access, rules
from commonlot.process.requirements.models import Raise, ShortPool, Want, WantLine
from commonlot.records.access.models import AnySeat


@dataclass(frozen=True)
class OwnLine:
    """One need of the agency that can help: how much fits, what we ask for, what it added, why it may not."""

    want_line: WantLine
    most: Decimal
    asked: Decimal
    added: Decimal
    reason: str | None


@dataclass(frozen=True)
class WantView:
    """One want as a page shows it, with the agency's own needs; of others it tells an agency only how many can help."""

    want: Want
    helpers: int
    own: list[OwnLine] = field(default_factory=list)
    raises: list[Raise] = field(default_factory=list)

    @property
    def left(self) -> Decimal:
        """What is still missing, in base units."""
        return self.want.missing - self.want.filled

    @property
    def total(self) -> Decimal:
        """What the pooled line comes to now."""
        return self.want.total_before + self.want.filled

    @property
    def packs(self) -> int:
        """How many packs would be ordered now."""
        return rules.packs_ordered(self.total, self.want.tolerance, self.want.step)


def wants_of(
    phase: ShortPool, *, organisation_id: int | None, actor: AnySeat, now: datetime
) -> list[WantView]:
    """Return the wants of a phase; for an agency those that it can help with, and its own needs only."""
    wants = phase.wants.annotate(helper_count=Count("lines__line__participation", distinct=True))
    own: dict[int, list[WantLine]] = {}
    if organisation_id is not None:
        lines = WantLine.objects.filter(
            want__short_pool=phase, line__participation__agency__organisation=organisation_id
        ).select_related("line__site", "line__participation__agency", "line__participation__pool")
        for line in lines:
            own.setdefault(line.want_id, []).append(line)
        wants = wants.filter(pk__in=own)
    added = dict(
        Raise.objects.filter(want_line__want__short_pool=phase)
        .values_list("want_line")
        .annotate(sum=Sum("quantity"))
        .order_by()
    )
    raises = _raises(phase) if organisation_id is None else {}
    views = []
    for want in wants:
        want.short_pool = phase
        mine = [_own(want, line, added, actor, now) for line in own.get(want.pk, [])]
        views.append(WantView(want, want.helper_count, mine, raises.get(want.pk, [])))
    return views


def _raises(phase: ShortPool) -> dict[int, list[Raise]]:
    """Return what was added to each want, by whom; only the lead agency is shown this."""
    found: dict[int, list[Raise]] = {}
    rows = Raise.objects.filter(want_line__want__short_pool=phase)
    for each in rows.select_related("want_line__line__participation__agency__organisation"):
        found.setdefault(each.want_line.want_id, []).append(each)
    return found


def _own(want: Want, line: WantLine, added: dict[int, Decimal], actor: AnySeat, now: datetime) -> OwnLine:
    line.want = want
    per_unit = Fraction(int(line.numerator), int(line.denominator))
    left = want.missing - want.filled
    asked = rules.suggest_more(
        left=left,
        per_unit=per_unit,
        tolerance=line.line.tolerance,
        helpers=want.helper_count,  # type: ignore[attr-defined]
    )
    reason = access.add_to_fill.why_not(actor, line, now=now)
    return OwnLine(line, rules.fits_into(left, per_unit), asked, added.get(line.pk, Decimal(0)), reason)
