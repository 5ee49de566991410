"""Dated rules and the legal paths that read them."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from commonlot.records.legal.rules import UNITS, LegalPath, LegalQuestion, LegalRule, words_of_dates


class DateRange(Func):
    """The days from one date up to another, as PostgreSQL's daterange; an empty end is open."""

    function = "daterange"
    output_field = DateRangeField()


class Rule(models.Model):
    """One dated version of a rule of law. A change of law is a new version, never an edit of the old one."""

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

    class Meta:
        ordering = ("pack", "position", "effective_from")
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
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.citation}"

    @property
    def dates(self) -> str:
        """The days on which this version holds, in words."""
        return words_of_dates(self.effective_from, self.effective_to)

    def as_text(self) -> LegalRule:
        """Return the rule as plain values, for the evaluator."""
        return LegalRule(
            code=self.code,
            says=self.says,
            citation=self.citation,
            certainty=self.certainty,
            severity=self.severity,
            figure=self.figure,
            number=self.number,
            unit=self.unit,
            note=self.note,
            effective_from=self.effective_from,
            effective_to=self.effective_to,
            checks=self.checks,
            applies_when=self.applies_when,
            when_over=self.when_over,
            over=self.over,
            holds=self.holds,
        )


class Path(models.Model):
    """A legal path of an order: its letter, its name, and the rules that are read for it."""

    pack = models.CharField(max_length=8, default="NY")
    letter = models.CharField(max_length=1)
    name = models.CharField(max_length=60)
    says = models.CharField(max_length=300)
    rule_codes = ArrayField(models.CharField(max_length=12))
    stage = models.CharField(max_length=20, blank=True, help_text="The stage that asks it.")

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
    stage = models.CharField(max_length=20, blank=True, help_text="The stage that asks it.")

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
