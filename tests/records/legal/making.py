"""Changes of rules for tests, made through the acts as a person would."""

from dataclasses import replace
from datetime import date

from commonlot.records.legal.actions import Letter, approve_change, propose_change
from commonlot.records.legal.models import Rule, RuleChange
from tests.cast import Cast

LETTER = Letter("counsel.pdf", b"%PDF-1.7 the letter", "application/pdf")


def proposed(cast: Cast, code: str = "PIG-6") -> RuleChange:
    """Let the buyer propose that a rule goes on for a year, with counsel's letter."""
    base = Rule.objects.standing().get(code=code)
    version = replace(
        base.as_text(),
        effective_from=date(2026, 7, 1),
        effective_to=date(2027, 7, 1),
        citation="ch. 308/2012 as extended by ch. 1/2026",
    )
    return propose_change(
        pack="NY",
        base_id=base.pk,
        version=version,
        kind=RuleChange.Kind.BEGINS,
        why="Counsel’s letter of November 20, 2026: the bill became chapter 1.",
        letter=LETTER,
        actor=cast.buyer,
        now=cast.now,
    )


def approved(cast: Cast, code: str = "PIG-6") -> RuleChange:
    """Let the purchasing agent approve what the buyer proposed."""
    return approve_change(change_id=proposed(cast, code).pk, actor=cast.purchasing_agent, now=cast.now)
