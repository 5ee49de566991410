"""Proposed changes of rules, and who decided them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from commonlot.records.access.models import AnySeat, Seat
from commonlot.records.documents.models import Document
from commonlot.records.legal import states
from commonlot.records.legal.models.rules import Rule
from commonlot.records.legal.rules import Difference, LegalRule, differences


class RuleChangeQuerySet(models.QuerySet["RuleChange"]):
    def visible_to(self, actor: AnySeat, *, is_staff: bool) -> "RuleChangeQuerySet":
        """The county's staff see every change; everybody else what was approved."""
        return self if is_staff else self.filter(status=states.ChangeStatus.APPROVED)


class RuleChange(models.Model):
    """A new version of a rule that one person proposes and another decides."""

    class Kind(models.TextChoices):
        BEGINS = "begins", "The law changes: a new version begins on a day"
        CORRECTS = "corrects", "This version has a mistake: correct it for all its days"
        ADDS = "adds", "A rule that is not kept yet"

    pack = models.CharField(max_length=8)
    code = models.CharField(max_length=12)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    status = models.CharField(
        max_length=10,
        choices=[(s, s) for s in states.ChangeStatus],
        default=states.ChangeStatus.PROPOSED,
    )
    base = models.ForeignKey(
        Rule,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        help_text="The version it was written from.",
    )
    after = models.JSONField(help_text="The version as it would be.")
    why = models.TextField(help_text="The reason, with its source.")
    letter = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proposed_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_note = models.TextField(blank=True)

    objects = RuleChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-proposed_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pack", "code"],
                condition=Q(status="proposed"),
                name="one_open_change_per_rule",
            ),
            models.CheckConstraint(
                name="a_second_person_decides_a_change",
                condition=~Q(status__in=["approved", "declined"]) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="a_decided_change_names_who_and_when",
                condition=Q(status="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | Q(~Q(status="proposed"), decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_declined_change_says_why",
                condition=~Q(status="declined") | ~Q(decision_note=""),
            ),
            models.CheckConstraint(name="a_change_gives_its_reason", condition=~Q(why="")),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.version.dates}"

    @property
    def version(self) -> LegalRule:
        """The version as it would be."""
        return LegalRule.from_plain(self.after)

    @property
    def before(self) -> LegalRule | None:
        """The version it was written from."""
        return self.base.as_text() if self.base is not None else None

    @property
    def differences(self) -> list[Difference]:
        """What it changes."""
        return differences(self.before, self.version)
