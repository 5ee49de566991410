"""The board of a survey: who has answered what, when something last changed, and who was reminded."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, DateTimeField, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Greatest

from commonlot.process.requirements.models import NeedsReminder, Participation, Pool, SpokenAnswer
from commonlot.process.requirements.states import ParticipationStatus

ORDER = (ParticipationStatus.INVITED, ParticipationStatus.JOINED, ParticipationStatus.SUBMITTED,
         ParticipationStatus.ACCEPTED, ParticipationStatus.DECLINED, ParticipationStatus.WITHDRAWN)  # fmt: skip
SENT = {ParticipationStatus.SUBMITTED, ParticipationStatus.ACCEPTED}


@dataclass(frozen=True)
class Board:
    """The agencies of a pool, those that owe an answer first, and how many stand where."""

    rows: Sequence[Participation]

    def _of(self, *statuses: str) -> int:
        return sum(1 for row in self.rows if row.status in statuses)

    @property
    def total(self) -> int:
        """How many were invited."""
        return len(self.rows)

    @property
    def answered(self) -> int:
        """How many answered: needs, nothing, or no."""
        return len(self.rows) - self.working - self.silent

    @property
    def with_needs(self) -> int:
        """How many sent needs."""
        return sum(1 for row in self.rows if row.status in SENT and not row.nothing_needed)

    @property
    def nothing(self) -> int:
        """How many need nothing."""
        return sum(1 for row in self.rows if row.status in SENT and row.nothing_needed)

    @property
    def declined(self) -> int:
        """How many do not take part."""
        return self._of(ParticipationStatus.DECLINED, ParticipationStatus.WITHDRAWN)

    @property
    def working(self) -> int:
        """How many joined and have not sent yet."""
        return self._of(ParticipationStatus.JOINED)

    @property
    def silent(self) -> int:
        """From how many nothing was heard."""
        return self._of(ParticipationStatus.INVITED)


def board_of(pool: Pool) -> Board:
    """Return the board of a pool, in one question to the database."""
    of_this = {"participation": OuterRef("pk")}
    reminded = NeedsReminder.objects.filter(**of_this).order_by("-sent_at").values("sent_at")[:1]
    objected = SpokenAnswer.objects.filter(**of_this, objected_at__isnull=False).values("objected_at")[:1]
    by_call = SpokenAnswer.objects.filter(**of_this).order_by("-pk").values("said_by")[:1]
    parts = pool.participations.select_related("agency__organisation").annotate(
        line_count=Count("lines"),
        asked=Count("lines", filter=~Q(lines__question="")),
        last_change=Greatest(Max("lines__changed_at"), F("answered_at"), F("submitted_at")),
        reminded_at=Subquery(reminded, output_field=DateTimeField()),
        objected_at=Subquery(objected, output_field=DateTimeField()),
        said_by=Subquery(by_call),
    )
    place = {status: number for number, status in enumerate(ORDER)}
    rows = sorted(parts, key=lambda part: (place[ParticipationStatus(part.status)], str(part.agency)))
    return Board(rows)
