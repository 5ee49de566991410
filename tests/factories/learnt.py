"""Valid rows of what pooling learns, made straight through the models."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from commonlot.process.pooling.models import Decision, MatchingModel, ScoreChoice, TradeWord
from commonlot.process.pooling.rules import words
from commonlot.process.pooling.rules.learning import Trained
from commonlot.process.requirements.models import Pool
from tests.cast import Cast
from tests.factories import pooling

BETTER = Trained(
    "a model", 60, Decimal("0.81"), Decimal("0.88"), better=True,
    reason="Better than the score before it: F1 88.0 against 81.0.",
)  # fmt: skip
WORSE = Trained(
    "", 60, Decimal("0.81"), Decimal("0.7"), better=False,
    reason="Not better than the score before it: F1 70.0 against 81.0.",
)  # fmt: skip


def abbreviation(typed: str, means: str) -> words.Word:
    """An abbreviation as a buyer states it."""
    return words.Word(words.ABBREVIATION, typed, means=means)


def holding(typed: str, holds: str, holds_unit: str = "EA") -> words.Word:
    """What a unit of the table holds, as a buyer states it."""
    return words.Word(words.HOLDING, typed, holds=Decimal(holds), holds_unit=holds_unit)


def own_unit(typed: str, name: str, holds: str | None = None, holds_unit: str = "") -> words.Word:
    """A unit of the county's own, as a buyer states it."""
    number = None if holds is None else Decimal(holds)
    return words.Word(words.OWN_UNIT, typed, name, plural=f"{name}s", holds=number, holds_unit=holds_unit)


def word(cast: Cast, stated: words.Word | None = None, **changes: Any) -> TradeWord:
    """Make a word that stands."""
    plain = words.plain_word(stated or abbreviation("CPY", "copy"))
    facts: dict[str, Any] = {
        **vars(plain), "key": plain.key, "because": "It stands in the school's orders.",
        "lead_agency": cast.county.organisation, "added_by": cast.buyer, "added_at": cast.now,
    }  # fmt: skip
    return TradeWord.objects.create(**(facts | changes))


def model(cast: Cast, *, published: bool = True, in_use: bool = False, number: int = 1) -> MatchingModel:
    """Make a trained model."""
    trained = BETTER if published else WORSE
    made = MatchingModel.objects.create(
        lead_agency=cast.county.organisation, number=number, text=trained.text, trained_at=cast.now, decisions=300,
        held_back=trained.held_back, old_name="The hand-set score", reason=trained.reason, old_f1=trained.old_f1,
        new_f1=trained.new_f1,
        published_at=cast.now if published else None,
    )  # fmt: skip
    if in_use:
        ScoreChoice.objects.create(
            lead_agency=made.lead_agency, model=made, chosen_at=cast.now, because="It was better."
        )
    return made


def drawn_by_lot(cast: Cast, pool: Pool, *, right: int, wrong: int) -> None:
    """Make decided groups that had been drawn by lot: some confirmed whole, some rejected."""
    line = pooling.lines_of(pool)[0]
    decided = {"audit": True, "decided_by": cast.buyer, "decided_at": cast.now}
    for status, many in (("confirmed", right), ("rejected", wrong)):
        for _ in range(many):
            pooling.match(pool, [line], ["12"], status=status, **decided)


def decisions(cast: Cast, pool: Pool, number: int) -> None:
    """Make so many decisions between copies of the pool's lines."""
    line = pooling.lines_of(pool)[0]
    copies = []
    for count in range(number + 1):
        line.pk, line.description = None, f"Copy paper {count}"
        line._state.adding = True
        line.save()
        copies.append(line.pk)
    verdicts = ("same", "same", "different")
    Decision.objects.bulk_create(
        Decision(
            pool=pool, line_a_id=a, line_b_id=b, verdict=verdicts[number % 3], decided_by=cast.buyer,
            decided_at=cast.now + timedelta(seconds=number),
        )
        for number, (a, b) in enumerate(pairwise(copies))
    )  # fmt: skip
