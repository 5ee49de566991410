"""Suggestions, decisions, and the pooled lines with every agency's share."""

from decimal import Decimal
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from commonlot.process.pooling import states
from commonlot.process.pooling.models.inquiries import Inquiry
from commonlot.process.requirements.models import Pool, RequirementLine
from commonlot.records.access.models import AnySeat, Seat
from commonlot.records.jobs.models import Work

READ_SHARES_AGAIN = """
    DECLARE
        line_pk bigint := {line_pk};
        stated numeric;
        added numeric;
    BEGIN
        SELECT total INTO stated FROM pooling_pooledline WHERE id = line_pk;
        IF NOT FOUND THEN RETURN NULL; END IF;
        SELECT COALESCE(SUM(base_quantity), 0) INTO added FROM pooling_share WHERE pooled_line_id = line_pk;
        IF stated <> added THEN
            RAISE EXCEPTION 'pooled line %: its total is %, its shares add up to %', line_pk, stated, added
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    END;
"""


class PoolingRun(models.Model):
    """One run of the matching engine over a pool's lines."""

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="pooling_runs")
    engine_version = models.CharField(max_length=20)
    lines_read = models.PositiveIntegerField(default=0)
    groups_found = models.PositiveIntegerField(default=0)
    work = models.ForeignKey(Work, on_delete=models.SET_NULL, null=True, related_name="+")
    started_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"Pooling run of {self.pool}"


class MatchQuerySet(models.QuerySet["Match"]):
    def visible_to(self, actor: AnySeat) -> "MatchQuerySet":
        """Suggestions are the lead agency's work; nobody else sees them."""
        if not actor.is_county:
            return self.none()
        return self.filter(pool__lead_agency_id=actor.organisation_pk)

    def to_review(self) -> "MatchQuerySet":
        """Suggestions that nobody has decided."""
        return self.filter(status=states.MatchStatus.SUGGESTED)

    def decided(self) -> "MatchQuerySet":
        """Suggestions that a buyer has decided."""
        return self.exclude(status=states.MatchStatus.SUGGESTED)

    def without_question(self) -> "MatchQuerySet":
        """Suggestions of which every line is counted."""
        open_lines = MatchLine.objects.filter(match=models.OuterRef("pk")).still_asked()
        return self.filter(~models.Exists(open_lines))


class Match(models.Model):
    """The suggestion that some lines are one need; nothing merges until a buyer confirms it."""

    class Tier(models.TextChoices):
        AUTO = "auto", "All alike"
        SUGGEST = "suggest", "Suggested"
        SINGLE = "single", "Stands alone"

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="matches")
    run = models.ForeignKey(PoolingRun, on_delete=models.SET_NULL, null=True, related_name="matches")
    name = models.CharField(max_length=300)
    base_unit = models.CharField(max_length=10)
    tier = models.CharField(max_length=8, choices=Tier.choices)
    status = models.CharField(
        max_length=10, choices=[(s, s) for s in states.MatchStatus], default=states.MatchStatus.SUGGESTED
    )
    reasons = models.JSONField(default=list, help_text="Sentences: why together, what is not stated.")
    stake = models.DecimalField(
        max_digits=20, decimal_places=2, default=0, help_text="Stated value of its lines."
    )
    doubt = models.DecimalField(
        max_digits=4, decimal_places=3, default=Decimal("0.25"), help_text="How unsure it is, 0 to 1."
    )
    priority = models.DecimalField(
        max_digits=24, decimal_places=3, default=0,
        help_text="Value, or quantity where no price is stated, times doubt: orders the queue.",
    )  # fmt: skip
    audit = models.BooleanField(default=False, help_text="Drawn by lot to be looked at, sure as it seems.")
    decided_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    unit_chosen = models.BooleanField(
        default=False, help_text="A buyer chose the base unit; later runs keep it."
    )
    name_chosen = models.BooleanField(default=False, help_text="A buyer named it; later runs keep the name.")
    because = models.CharField(max_length=300, blank=True, help_text="Why it was rejected or left out.")
    split_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="split_off",
        help_text="The suggestion out of which a buyer took this line.",
    )  # fmt: skip
    joins = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="The confirmed suggestion to which these later lines would be added.",
    )  # fmt: skip

    objects = MatchQuerySet.as_manager()

    class Meta:
        ordering = ("-priority", "pk")
        verbose_name_plural = "matches"
        indexes: ClassVar = [
            models.Index(fields=["pool", "status", "-priority", "id"], name="match_queue"),
            models.Index(fields=["pool", "decided_by", "-decided_at"], name="match_last_decided"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_decided_match_says_who_and_when",
                condition=Q(status="suggested") | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MatchLineQuerySet(models.QuerySet["MatchLine"]):
    def counted(self) -> "MatchLineQuerySet":
        """Lines that are part of the sum: not set apart, and known in the base unit."""
        return self.filter(taken_out=False, base_quantity__isnull=False)

    def still_asked(self) -> "MatchLineQuerySet":
        """Lines of which we do not know how much they come to."""
        return self.filter(taken_out=False, base_quantity__isnull=True)

    def holding(self) -> "MatchLineQuerySet":
        """Lines in a decision that stands: in a confirmed group, or left out on their own."""
        return self.filter(
            Q(match__status=states.MatchStatus.CONFIRMED)
            | Q(match__status=states.MatchStatus.REJECTED, match__tier=Match.Tier.SINGLE),
            taken_out=False,
        )


class MatchLine(models.Model):
    """One line within a suggestion: what was read from it, and what it comes to in the base unit."""

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(RequirementLine, on_delete=models.CASCADE, related_name="match_lines")
    tier = models.CharField(max_length=8, choices=Match.Tier.choices)
    base_quantity = models.DecimalField(
        max_digits=24, decimal_places=6, null=True, blank=True, help_text="Empty while it must be asked."
    )
    score = models.DecimalField(
        max_digits=4, decimal_places=3, default=1, help_text="How sure the engine is of it, 0 to 1."
    )
    question = models.CharField(max_length=300, blank=True)
    why = models.JSONField(default=list)
    attributes = models.JSONField(default=list, help_text="name, value, start, end, look")
    taken_out = models.BooleanField(default=False, help_text="The buyer set this line apart.")
    as_read = models.CharField(
        max_length=64, blank=True, help_text="Fingerprint of the line when it was read."
    )
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When the agency was asked by mail.")

    objects = MatchLineQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        indexes: ClassVar = [
            models.Index(
                fields=["match"],
                name="match_lines_still_asked",
                condition=Q(taken_out=False, base_quantity__isnull=True),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["match", "line"], name="a_line_stands_in_a_match_once"),
            models.CheckConstraint(
                name="matched_quantity_is_positive",
                condition=Q(base_quantity__isnull=True) | Q(base_quantity__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return str(self.line)


class Decision(models.Model):
    """What a buyer decided about two lines; it outranks any model and survives every new run."""

    class Verdict(models.TextChoices):
        SAME = "same", "Same need"
        DIFFERENT = "different", "Different needs"

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="decisions")
    line_a = models.ForeignKey(RequirementLine, on_delete=models.CASCADE, related_name="+")
    line_b = models.ForeignKey(RequirementLine, on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.CharField(max_length=300, blank=True)
    engine_version = models.CharField(
        max_length=40, blank=True, help_text="The engine or model whose suggestion was decided."
    )
    decided_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line_a", "line_b"], name="one_decision_per_pair_of_lines"),
            models.CheckConstraint(
                name="a_pair_is_written_lower_line_first", condition=Q(line_a__lt=models.F("line_b"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_a} / {self.line_b}: {self.verdict}"


class Conversion(models.Model):
    """How many base units one of a line's units holds, and who said so."""

    line = models.OneToOneField(RequirementLine, on_delete=models.CASCADE, related_name="conversion")
    base_unit = models.CharField(max_length=10)
    numerator = models.DecimalField(max_digits=30, decimal_places=0)
    denominator = models.DecimalField(max_digits=30, decimal_places=0, default=1)
    source = models.CharField(
        max_length=200, help_text="Such as: confirmed by P. Raman, from their last order."
    )
    stated_by = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: by a link."
    )
    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.PROTECT, null=True, blank=True, related_name="conversions"
    )
    stated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_conversion_says_who_stated_it",
                condition=Q(stated_by__isnull=False) | Q(inquiry__isnull=False),
            ),
            models.CheckConstraint(
                name="a_conversion_is_positive", condition=Q(numerator__gt=0, denominator__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"1 {self.line.unit} of {self.line} in {self.base_unit}"


class PooledLine(models.Model):
    """One need of many agencies: its total is the sum of its shares, never typed."""

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="pooled_lines")
    match = models.OneToOneField(Match, on_delete=models.PROTECT, null=True, related_name="pooled_line")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=300)
    base_unit = models.CharField(max_length=10)
    total = models.DecimalField(max_digits=24, decimal_places=6)
    created_at = models.DateTimeField()
    pack_chosen = models.BooleanField(
        default=False, help_text="A buyer chose the pack in which it is ordered; else it is the usual one."
    )
    pack_unit = models.CharField(max_length=40, blank=True, help_text="Empty: ordered as it is counted.")
    pack_holds = models.DecimalField(
        max_digits=24, decimal_places=6, null=True, blank=True, help_text="How many base units a pack holds."
    )

    class Meta:
        ordering = ("pool", "position", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(name="pooled_total_is_positive", condition=Q(total__gt=0)),
            models.CheckConstraint(
                name="a_chosen_pack_has_a_unit_and_holds_something",
                condition=Q(pack_unit="", pack_holds__isnull=True)
                | (Q(pack_chosen=True, pack_holds__gt=0) & ~Q(pack_unit="")),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="pooled_total_is_the_sum_of_its_shares",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                timing=pgtrigger.Deferred,
                func=READ_SHARES_AGAIN.format(line_pk="NEW.id"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Share(models.Model):
    """One requirement line's part of a pooled line, in the base unit, exact.

    The database re-adds the shares of a pooled line at the end of each transaction and refuses a
    total that differs.
    """

    pooled_line = models.ForeignKey(PooledLine, on_delete=models.CASCADE, related_name="shares")
    line = models.OneToOneField(RequirementLine, on_delete=models.PROTECT, related_name="share")
    base_quantity = models.DecimalField(max_digits=24, decimal_places=6)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(name="share_is_positive", condition=Q(base_quantity__gt=0)),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="shares_add_up_to_the_pooled_total",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                timing=pgtrigger.Deferred,
                func=READ_SHARES_AGAIN.format(line_pk="NEW.pooled_line_id"),
            ),
            pgtrigger.Trigger(
                name="a_share_is_not_lost",
                when=pgtrigger.After,
                operation=pgtrigger.Update | pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                func=READ_SHARES_AGAIN.format(line_pk="OLD.pooled_line_id"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} in {self.pooled_line}"
