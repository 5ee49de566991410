"""Loading a pack of rules."""

from django.db import transaction

from commonlot.records.legal.models import Path, Question, Rule
from commonlot.records.legal.pack import Pack, read_pack
from commonlot.records.legal.rules import LegalQuestion

KEPT = (
    "code", "says", "figure", "number", "unit", "citation", "certainty", "severity", "effective_from",
    "effective_to", "note", "checks", "applies_when", "when_over", "over", "holds",
)  # fmt: skip


@transaction.atomic
def load_pack(*, name: str = "new_york") -> int:
    """Load what a shipped pack holds and the database does not; return how many rules were added."""
    return take_in(read_pack(name))


@transaction.atomic
def take_in(pack: Pack) -> int:
    """Add the rules, paths and questions that the database does not hold; what it holds stays as it is."""
    known = set(Rule.objects.filter(pack=pack.code).values_list("code", flat=True))
    added = Rule.objects.bulk_create(
        Rule(pack=pack.code, position=position, **{each: getattr(rule, each) for each in KEPT})
        for position, rule in enumerate(pack.rules, start=1)
        if rule.code not in known
    )
    for path in pack.paths:
        Path.objects.get_or_create(pack=pack.code, letter=path.letter, defaults=_asked(path))
    for position, asked in enumerate(pack.questions, start=1):
        Question.objects.get_or_create(
            pack=pack.code, code=asked.code, defaults={"position": position, **_asked(asked)}
        )
    return len(added)


def _asked(asked: LegalQuestion) -> dict[str, object]:
    return {
        "name": asked.name,
        "says": asked.says,
        "rule_codes": list(asked.rule_codes),
        "stage": asked.stage,
    }
