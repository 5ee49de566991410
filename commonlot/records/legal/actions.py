"""Loading a pack of rules."""

from django.db import transaction

from commonlot.records.legal.models import Path, Rule
from commonlot.records.legal.pack import read_pack

KEPT = (
    "code", "says", "figure", "citation", "certainty", "severity", "effective_from", "effective_to", "note",
    "checks", "applies_when", "when_over", "over", "holds",
)  # fmt: skip


@transaction.atomic
def load_pack(*, name: str = "new_york") -> int:
    """Load the rules and paths of a pack's file that the database does not hold; return how many rules were added."""
    pack, rules, paths = read_pack(name)
    known = set(Rule.objects.filter(pack=pack).values_list("code", flat=True))
    added = Rule.objects.bulk_create(
        Rule(pack=pack, position=position, **{each: getattr(rule, each) for each in KEPT})
        for position, rule in enumerate(rules, start=1)
        if rule.code not in known
    )
    for path in paths:
        Path.objects.get_or_create(
            pack=pack,
            letter=path.letter,
            defaults={"name": path.name, "says": path.says, "rule_codes": list(path.rule_codes)},
        )
    return len(added)
