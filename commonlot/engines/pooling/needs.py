"""What the engine takes in and gives back: typed lines, decisions, groups, questions."""

from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from commonlot.engines.pooling.attributes import Attribute
from commonlot.engines.pooling.packs import Step

Key = tuple[Hashable, ...]
_BETWEEN = "\x1f"


@dataclass(frozen=True)
class NeedLine:
    """One agency's line as typed. key: what the caller calls it (any sortable tuple, one for each line).

    count_in: the unit in which the buyer wants this need counted. conversions: steps that a buyer confirmed.
    question: what must be asked about it before it can count at all.
    """

    key: Key
    agency: str
    description: str
    unit: str
    quantity: Decimal
    part_number: str | None = None
    count_in: str | None = None
    question: str | None = None
    conversions: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Decision:
    """A buyer's word on two lines: `same` or `different`. It outranks every score."""

    a: Key
    b: Key
    verdict: str


@dataclass(frozen=True)
class GroupedLine:
    """A line in its group. base_quantity: exact, in the group's base unit; None if the line is asked about.

    tier: auto | suggest | single. why: reasons in words. steps: the conversions that were used.
    """

    line: NeedLine
    base_quantity: Decimal | None
    tier: str
    why: tuple[str, ...]
    attributes: tuple[Attribute, ...]
    steps: tuple[Step, ...] = ()
    question: str | None = None
    score: float = 1.0


@dataclass(frozen=True)
class Group:
    """Like needs: total = the sum of the lines' base quantities, exactly."""

    id: str
    name: str
    base_unit: str
    total: Decimal
    tier: str
    lines: tuple[GroupedLine, ...]

    def shares(self) -> dict[str, Decimal]:
        """Return what each agency needs of the group, in the base unit; lines that are asked are in no share."""
        shares: dict[str, Decimal] = {}
        for grouped in self.lines:
            if grouped.base_quantity is not None:
                agency = grouped.line.agency
                shares[agency] = shares.get(agency, Decimal(0)) + grouped.base_quantity
        return dict(sorted(shares.items()))


@dataclass(frozen=True)
class Asked:
    """A question to the agency that typed a line."""

    line: NeedLine
    question: str


@dataclass(frozen=True)
class PoolingResult:
    """Every line in exactly one group, largest groups first, and the questions to ask."""

    lines_read: int
    groups: tuple[Group, ...]
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class Kind:
    """Lines that say exactly the same: read once, placed once."""

    number: int
    lines: tuple[NeedLine, ...]
    words: tuple[str, ...]
    numbers: frozenset[str]
    stated: dict[str, frozenset[str]]
    codes: frozenset[str]
    attributes: tuple[Attribute, ...]
    unit: str
    steps: tuple[Step, ...]
    text: str
    spoiled: bool = False
    primary: str = ""
    # Numbers of somebody's catalogue: equal ones tell that two lines are one, other ones tell little.
    catalogs: frozenset[str] = frozenset()

    def numbered(self, number: int) -> "Kind":
        """Return the same with another number, and with what was worked out of it."""
        same = object.__new__(Kind)
        same.__dict__.update(self.__dict__, number=number)
        return same

    @cached_property
    def form(self) -> str:
        """Return all that a kind says about what is needed, in a fixed order; pack, unit and quantity are left out."""
        facts = (f"{name}={'/'.join(sorted(values))}" for name, values in sorted(self.stated.items()))
        return _BETWEEN.join(
            (
                *(" ".join(sorted(set(self.words))), " ".join(sorted(self.numbers)), ";".join(facts)),
                *(" ".join(sorted(self.codes)), self.primary, self.soft_facts()),
            )
        )

    def soft_facts(self) -> str:
        """Return what a kind says beside the hard facts."""
        return " ".join(sorted({a.display or a.value for a in self.attributes if not a.hard}))
