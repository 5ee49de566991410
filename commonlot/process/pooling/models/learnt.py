"""What the program learns: words of the trade, models trained on decisions, needs confirmed in earlier pools."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from commonlot.process.requirements.models import Pool
from commonlot.records.access.models import Organisation, Seat


class TradeWordQuerySet(models.QuerySet["TradeWord"]):
    def standing(self) -> "TradeWordQuerySet":
        """Words that nobody took back."""
        return self.filter(taken_back_at=None)


class TradeWord(models.Model):
    """A word that a lead agency's buyers taught the program; never edited, taken back at most once."""

    class Kind(models.TextChoices):
        ABBREVIATION = "abbreviation", "Abbreviation"
        SAME_UNIT = "same_unit", "Another word for a unit"
        OWN_UNIT = "own_unit", "Unit of our own"
        HOLDING = "holding", "How much a unit holds"

    lead_agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    typed = models.CharField(max_length=20, help_text="As agencies type it.")
    key = models.CharField(max_length=20, help_text="How it is looked up, whatever its case and points.")
    means = models.CharField(max_length=40, blank=True, help_text="The word that is read instead.")
    unit = models.CharField(max_length=10, blank=True, help_text="Code of the unit that it names.")
    plural = models.CharField(max_length=40, blank=True)
    holds = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    holds_unit = models.CharField(max_length=10, blank=True)
    because = models.CharField(max_length=300)
    added_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_because = models.CharField(max_length=300, blank=True)

    objects = TradeWordQuerySet.as_manager()

    class Meta:
        ordering = (F("taken_back_at").asc(nulls_first=True), "key", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["lead_agency", "key"], condition=Q(taken_back_at=None),
                name="a_word_means_one_thing_at_a_time",
            ),
            models.CheckConstraint(
                name="a_word_taken_back_says_who_and_why",
                condition=Q(taken_back_at=None, taken_back_by=None, taken_back_because="")
                | (Q(taken_back_at__isnull=False, taken_back_by__isnull=False) & ~Q(taken_back_because="")),
            ),
            models.CheckConstraint(
                name="what_a_unit_holds_is_a_number_of_a_unit",
                condition=Q(holds=None, holds_unit="") | (Q(holds__gt=0) & ~Q(holds_unit="")),
            ),
            models.CheckConstraint(
                name="an_abbreviation_means_a_word_and_a_unit_has_a_code",
                condition=(Q(kind="abbreviation", unit="") & ~Q(means=""))
                | (~Q(kind="abbreviation") & ~Q(unit="")),
            ),
        ]  # fmt: skip
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="a_word_is_never_edited",
                exclude=["taken_back_by", "taken_back_at", "taken_back_because"],
            ),
            pgtrigger.Protect(
                name="a_word_is_taken_back_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__taken_back_at__isnull=False),
            ),
            pgtrigger.Protect(name="a_word_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.typed


class MatchingModel(models.Model):
    """A score that was learned from decisions, with its figures on decisions that were held back from it."""

    lead_agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    text = models.TextField(
        blank=True, help_text="The whole model, as the engine writes it; only of a published one."
    )
    trained_at = models.DateTimeField()
    decisions = models.PositiveIntegerField(help_text="How many decisions there were when it was trained.")
    held_back = models.PositiveIntegerField(help_text="On how many of them it was measured.")
    old_name = models.CharField(max_length=40, help_text="The score it was compared with.")
    old_f1 = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    new_f1 = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, help_text="Why it was published, or why not.")

    class Meta:
        ordering = ("-number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lead_agency", "number"], name="models_are_numbered_one_by_one"),
            models.CheckConstraint(name="a_model_says_why_it_was_published_or_not", condition=~Q(reason="")),
            models.CheckConstraint(
                name="a_published_model_is_kept_whole", condition=Q(published_at=None) | ~Q(text="")
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="models_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.version

    @property
    def version(self) -> str:
        """What the model is called."""
        return f"Model {self.number}"


class ScoreChoice(models.Model):
    """From when on which score is used: a model, or the hand-set one; the latest choice counts."""

    lead_agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    model = models.ForeignKey(
        MatchingModel, on_delete=models.PROTECT, null=True, blank=True, related_name="choices",
        help_text="Empty: the hand-set score.",
    )  # fmt: skip
    chosen_by = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Empty: the program, because the model was better.",
    )  # fmt: skip
    chosen_at = models.DateTimeField()
    because = models.CharField(max_length=300)

    class Meta:
        ordering = ("-chosen_at", "-pk")
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="choices_of_a_score_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return self.model.version if self.model else "The hand-set score"


class RegisteredNeed(models.Model):
    """How a need was typed that buyers confirmed in a frozen pool, and as what; the next pools suggest it again."""

    lead_agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="registered_needs")
    need = models.PositiveBigIntegerField(help_text="The pooled line under which it was confirmed.")
    key = models.CharField(
        max_length=64, help_text="Fingerprint of the words, however they were spaced or cased."
    )
    typed = models.CharField(max_length=500)
    name = models.CharField(max_length=300)
    base_unit = models.CharField(max_length=10)
    registered_at = models.DateTimeField()

    class Meta:
        ordering = ("-registered_at", "pk")
        indexes: ClassVar = [
            models.Index(fields=["lead_agency", "key", "-registered_at"], name="register_lookup"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pool", "key", "need"], name="a_need_is_registered_once_per_wording"
            ),
        ]

    def __str__(self) -> str:
        return self.name
