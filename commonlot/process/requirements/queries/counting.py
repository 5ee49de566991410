"""What the lines of an agency come to, each by itself, read by the engine that pools them later."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from commonlot.engines.pooling import NeedLine, Step
from commonlot.engines.pooling.alone import Alone, count_alone
from commonlot.engines.pooling.packs import unit_code
from commonlot.engines.pooling.vocabulary import Vocabulary
from commonlot.process.requirements.models import Pool, RequirementLine
from commonlot.process.requirements.queries.county_words import words_of
from commonlot.process.requirements.rules import Need


def _nothing_more(_description: str, _code: str) -> tuple[Step, ...]:
    return ()


@dataclass(frozen=True)
class CountyWords:
    """How a lead agency has lines read. held: description and unit code -> what such a unit holds there."""

    vocabulary: Vocabulary = field(default_factory=Vocabulary.shipped)
    held: Callable[[str, str], tuple[Step, ...]] = _nothing_more


def comes_to(pool: Pool, needs: Mapping[int, Need]) -> dict[int, Alone]:
    """Return what needs come to, under the numbers by which they were given."""
    if not needs:
        return {}
    words = words_of(pool.lead_agency_id) or CountyWords()
    lines = [_line(number, need, words) for number, need in needs.items()]
    return {int(str(key[0])): found for key, found in count_alone(lines, words.vocabulary).items()}


def lines_come_to(pool: Pool, lines: Iterable[RequirementLine]) -> dict[int, Alone]:
    """Return what lines come to: line -> quantity in its base unit, or what must be asked first."""
    needs, asked = {}, {}
    for line in lines:
        needs[line.pk], asked[line.pk] = _counted(line), line.question
    found = comes_to(pool, needs)
    return {pk: _asked(asked[pk], each) for pk, each in found.items()}


def _counted(line: RequirementLine) -> Need:
    return Need(line.description, line.unit, line.quantity, part_number=line.part_number,
                unit_holds=line.unit_holds, unit_holds_of=line.unit_holds_of)  # fmt: skip


def _asked(question: str, counted: Alone) -> Alone:
    return Alone(None, counted.unit, "", question=question) if question else counted


def _line(number: int, need: Need, words: CountyWords) -> NeedLine:
    code = unit_code(need.unit, words.vocabulary)
    steps = words.held(need.description, code)
    if need.unit_holds is not None:
        own = Step(code, Fraction(need.unit_holds), need.unit_holds_of, "buyer")
        steps = (own, *(step for step in steps if step.pack != code))
    quantity = need.quantity if need.quantity > 0 else Decimal(1)
    return NeedLine((number,), "", need.description, need.unit, quantity, need.part_number or None,
                    conversions=steps)  # fmt: skip
