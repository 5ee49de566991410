"""Two proposed changes of rules: one that waits for a second person, one that was declined."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from commonlot.cli.demo.county import County
from commonlot.records.legal.actions import Letter, decline_change, propose_change
from commonlot.records.legal.models import Rule, RuleChange
from commonlot.records.legal.rules import LegalRule

LETTER = Letter(
    "counsel-piggyback-draft.txt",
    b"INVENTED for a demonstration. This is no letter of any counsel and says nothing about the law.\n",
    "text/plain",
)


def propose_changes(county: County) -> None:
    """Let the buyer propose what nobody has confirmed: the law of the demonstration stays as it ships."""
    minimum = _propose(
        county,
        "OGS-1",
        lambda rule: replace(rule, number=Decimal(1000), effective_from=county.days.month(0, later=2)),
        why="Invented for the demonstration: a newsletter spoke of a higher minimum.",
        offset=-40,
    )
    decline_change(
        change_id=minimum.pk,
        note="A newsletter is no source. Bring the statute or counsel’s letter.",
        actor=county.agent,
        now=county.days.at(-38),
    )
    _propose(
        county,
        "PIG-6",
        lambda rule: replace(
            rule,
            effective_from=rule.effective_to,
            effective_to=date(2027, 7, 1),
            citation="ch. 308/2012 as extended, if S10075-A became law",
        ),
        why="Invented for the demonstration: a draft of a letter in which counsel would confirm the extension.",
        offset=-3,
        letter=LETTER,
    )


def _propose(
    county: County,
    code: str,
    edit: Callable[[LegalRule], LegalRule],
    *,
    why: str,
    offset: int,
    letter: Letter | None = None,
) -> RuleChange:
    base = Rule.objects.standing().get(pack="NY", code=code)
    return propose_change(
        pack="NY",
        base_id=base.pk,
        version=edit(base.as_text()),
        kind=RuleChange.Kind.BEGINS,
        why=why,
        letter=letter,
        actor=county.buyer,
        now=county.days.at(offset),
    )
