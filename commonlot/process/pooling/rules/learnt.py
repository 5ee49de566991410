"""What a run of the engine is told beside the lines and the decisions: words, customs, a score, earlier needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from commonlot.engines.pooling import Step
from commonlot.engines.pooling.clean import clean
from commonlot.engines.pooling.judging import Scorer
from commonlot.engines.pooling.needs import Kind
from commonlot.engines.pooling.packs import read_steps
from commonlot.engines.pooling.vocabulary import Vocabulary

HAND_SET = "The hand-set score"


@dataclass(frozen=True)
class Named:
    """A score under the name by which buyers know it."""

    of: Scorer
    version: str

    @property
    def auto(self) -> float | None:
        """From where on a pair is offered in one click."""
        return self.of.auto

    @property
    def suggest(self) -> float:
        """From where on a pair is shown."""
        return self.of.suggest

    def score(self, pairs: Sequence[tuple[Kind, Kind, float]]) -> Sequence[float]:
        """Return a probability for each pair with its cosine."""
        return self.of.score(pairs)


@dataclass(frozen=True)
class Known:
    """A need that buyers confirmed in an earlier pool. need: what holds its wordings together."""

    need: int
    name: str
    pool: str


@dataclass(frozen=True)
class Learnt:
    """All of it. customs: unit code -> what one holds. known: line -> the need it was confirmed as before."""

    vocabulary: Vocabulary = field(default_factory=Vocabulary.shipped)
    customs: Mapping[str, Step] = field(default_factory=dict)
    scorer: Scorer | None = None
    known: Mapping[int, Known] = field(default_factory=dict)


NOTHING = Learnt()


def custom_steps(description: str, code: str, learnt: Learnt) -> tuple[Step, ...]:
    """Return what the line's unit holds by the word of the county's buyers, unless the line itself says so."""
    steps: list[Step] = []
    while (step := learnt.customs.get(code)) is not None and step not in steps:
        steps.append(step)
        code = step.content
    if not steps:
        return ()
    typed, _ = read_steps(clean(description), steps[0].pack, learnt.vocabulary.units)
    stated = {step.pack for step in typed}
    return tuple(step for step in steps if step.pack not in stated)


def known_together(
    known: Mapping[int, Known], decisions: Iterable[tuple[int, int, str]]
) -> list[tuple[int, int]]:
    """Pair lines that were one need in an earlier pool, leaving out what would go against a decision in this one."""
    home: dict[int, int] = {}

    def root(line: int) -> int:
        while home.setdefault(line, line) != line:
            line = home[line]
        return line

    apart: list[tuple[int, int]] = []
    for a, b, verdict in decisions:
        if verdict == "same":
            home[max(root(a), root(b))] = min(root(a), root(b))
        else:
            apart.append((a, b))
    by_need: dict[int, list[int]] = {}
    for line in sorted(known):
        by_need.setdefault(known[line].need, []).append(line)
    pairs = []
    for lines in by_need.values():
        if any(a in lines and b in lines for a, b in apart):
            continue
        for other in lines[1:]:
            one, two = root(lines[0]), root(other)
            parted = any({root(a), root(b)} == {one, two} for a, b in apart)
            if one != two and not parted:
                home[max(one, two)] = min(one, two)
                pairs.append((lines[0], other))
    return pairs


def known_words(known: Iterable[Known]) -> str:
    """Say in which pools the lines of a group were confirmed before, and as what."""
    said = [f"in {each.pool} as “{each.name}”" for each in dict.fromkeys(known)]
    if not said:
        return ""
    return f"Confirmed {said[0]}. " if len(said) == 1 else f"Confirmed {'; '.join(said[:3])}. "
