"""Loading a pack of rules."""

from datetime import datetime
from pathlib import Path as File

from django.db import transaction

from commonlot.records.legal.models import Path, Question, Rule
from commonlot.records.legal.pack import Pack, parse_pack, read_pack
from commonlot.records.legal.rules import LegalQuestion


@transaction.atomic
def load_pack(*, name: str = "new_york", file: File | None = None, now: datetime | None = None) -> int:
    """Load what a pack holds and the database does not; return how many rules were added.

    name: of a pack that ships with the program. file: a pack of one's own, read instead. now: when it is
    loaded; without it the rules count as having been here from the beginning.
    """
    return take_in(pack=parse_pack(file.read_text("utf-8")) if file else read_pack(name), now=now)


@transaction.atomic
def take_in(*, pack: Pack, now: datetime | None = None) -> int:
    """Add the rules, paths and questions that the database does not hold; what it holds stays as it is."""
    known = set(Rule.objects.filter(pack=pack.code).values_list("code", flat=True))
    added = Rule.objects.bulk_create(
        Rule.of(rule, pack=pack.code, position=position, recorded_at=now if known else None)
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
