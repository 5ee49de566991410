"""Dated rules and the legal paths that read them."""

from dataclasses import fields
from datetime import date, datetime
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    ArrayField,
    DateRangeField,
    DateTimeRangeField,
    RangeBoundary,
    RangeOperators,
)
from django.db import models
from django.db.models import F, Func, Q

from commonlot.records.legal.rules import UNITS, LegalPath, LegalQuestion, LegalRule, last_day, words_of_dates

KEPT = tuple(each.name for each in fields(LegalRule))


CERTAINTIES_IN_SHORT = {"A": "official text read", "B": "secondary source", "C": "counsel confirms"}


class DateRange(Func):
    """The days from one date up to another, as PostgreSQL's daterange; an empty end is open."""

    function = "daterange"
    output_field = DateRangeField()


class MomentRange(Func):
    """The moments from one up to another, as PostgreSQL's tstzrange; an empty end is open."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


class RuleQuerySet(models.QuerySet["Rule"]):
    def standing(self) -> "RuleQuerySet":
        """Versions that the program reads now."""
        return self.filter(superseded_at__isnull=True)

    def known_at(self, moment: datetime) -> "RuleQuerySet":
        """Versions that the program read at a moment, so that an answer of that day can be given again."""
        return self.filter(
            Q(recorded_at__isnull=True) | Q(recorded_at__lte=moment),
            Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment),
        )


class Rule(models.Model):
    """One dated version of a rule of law, never edited.

    It has two periods: the days on which it is the law, and the moments in which the program read it so. What
    replaces it ends the second one only.
    """

    class Certainty(models.TextChoices):
        A = "A", "The statute or official text was read"
        B = "B", "From a secondary source"
        C = "C", "To be confirmed by counsel"

    class Severity(models.TextChoices):
        BLOCK = "block", "Blocks"
        ASK = "ask", "Ask counsel"
        WARN = "warn", "To be minded"

    pack = models.CharField(max_length=8, default="NY")
    code = models.CharField(max_length=12)
    position = models.PositiveIntegerField()
    says = models.CharField(max_length=400)
    figure = models.CharField(max_length=60, blank=True, help_text="In words, where it is no number.")
    number = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=16, blank=True, choices=[(unit, unit) for unit in UNITS])
    citation = models.CharField(max_length=120)
    certainty = models.CharField(max_length=1, choices=Certainty.choices)
    severity = models.CharField(max_length=5, choices=Severity.choices)
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(
        null=True, blank=True, help_text="The first day on which it no longer holds."
    )
    note = models.CharField(max_length=300, blank=True)
    checks = models.JSONField(default=list, blank=True)
    applies_when = models.JSONField(default=dict, blank=True)
    when_over = models.CharField(max_length=10, default="ignored")
    over = models.CharField(max_length=300, blank=True)
    holds = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(
        null=True, blank=True, help_text="When the program began to read it; empty for what came with it."
    )
    superseded_at = models.DateTimeField(
        null=True, blank=True, help_text="When another version took its place."
    )
    change = models.ForeignKey(
        "legal.RuleChange",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="made",
        help_text="The approved change that made it; empty for what came with the program.",
    )

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ("pack", "position", F("effective_from").asc(nulls_first=True), "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_figure_that_is_a_number_has_a_unit",
                condition=Q(number__isnull=True) | ~Q(unit=""),
            ),
            models.CheckConstraint(
                name="rule_ends_after_it_starts",
                condition=Q(effective_from__isnull=True)
                | Q(effective_to__isnull=True)
                | Q(effective_to__gt=F("effective_from")),
            ),
            ExclusionConstraint(
                name="one_version_of_a_rule_on_a_day",
                expressions=[
                    ("pack", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    (DateRange("effective_from", "effective_to", RangeBoundary()), RangeOperators.OVERLAPS),
                    (MomentRange("recorded_at", "superseded_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="a_version_is_never_edited", exclude=["superseded_at"]),
            pgtrigger.Protect(
                name="a_version_is_replaced_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__superseded_at__isnull=False),
            ),
            pgtrigger.Protect(name="a_version_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.citation}"

    @property
    def figure_words(self) -> str:
        """The figure as a person reads it."""
        return self.as_text().figure_words

    @property
    def certainty_in_short(self) -> str:
        """How certain it is, in two words."""
        return CERTAINTIES_IN_SHORT[self.certainty]

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds."""
        return last_day(self.effective_to)

    @property
    def dates(self) -> str:
        """The days on which this version holds, in words."""
        return words_of_dates(self.effective_from, self.effective_to)

    def as_text(self) -> LegalRule:
        """Return the rule as plain values, for the evaluator."""
        return LegalRule(**{name: getattr(self, name) for name in KEPT})

    @classmethod
    def of(cls, rule: LegalRule, **more: object) -> "Rule":
        """Return a row of plain values that is not kept yet."""
        return cls(**{name: getattr(rule, name) for name in KEPT}, **more)


class Path(models.Model):
    """A legal path of an order: its letter, its name, and the rules that are read for it."""

    pack = models.CharField(max_length=8, default="NY")
    letter = models.CharField(max_length=1)
    name = models.CharField(max_length=60)
    says = models.CharField(max_length=300)
    rule_codes = ArrayField(models.CharField(max_length=12))
    stage = models.CharField(max_length=60, blank=True, help_text="The stages that ask it.")

    class Meta:
        ordering = ("pack", "letter")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pack", "letter"], name="one_path_of_a_letter_per_pack"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.name}"

    def as_text(self) -> LegalPath:
        """Return the path as plain values, for the evaluator."""
        return LegalPath(self.letter, self.name, self.says, tuple(self.rule_codes), self.stage)


class Question(models.Model):
    """What a stage asks the law beside the path of an order, and the rules that are read for it."""

    pack = models.CharField(max_length=8, default="NY")
    code = models.CharField(max_length=12)
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    says = models.CharField(max_length=300)
    rule_codes = ArrayField(models.CharField(max_length=12))
    stage = models.CharField(max_length=60, blank=True, help_text="The stages that ask it.")

    class Meta:
        ordering = ("pack", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pack", "code"], name="one_question_of_a_code_per_pack"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def as_text(self) -> LegalQuestion:
        """Return the question as plain values, for the evaluator."""
        return LegalQuestion(self.code, self.name, self.says, tuple(self.rule_codes), self.stage)
