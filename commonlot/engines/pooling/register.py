"""The register of confirmed needs: what was decided once is known again without being compared."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from commonlot.engines.pooling.needs import Key, NeedLine
from commonlot.engines.pooling.reading import read_kinds
from commonlot.engines.pooling.sayings import Saying, normal_form, stands_alone
from commonlot.kernel.errors import Refused

# So many sayings speak for a confirmed need when a new one is compared with it.
SPEAKERS = 4


@dataclass(frozen=True)
class Register:
    """Normal form of a line -> the confirmed need (any name that the caller gives it)."""

    needs: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, confirmed: Iterable[tuple[NeedLine, str]]) -> "Register":
        """Make the register of lines with their needs. What two needs both say is not known again: it is compared."""
        said: dict[str, set[str]] = {}
        for line, need in confirmed:
            (kind,) = read_kinds([line], frozenset(), lambda *_: None)
            if not kind.spoiled:
                said.setdefault(normal_form(kind), set()).add(need)
        return cls({form: min(needs) for form, needs in sorted(said.items()) if len(needs) == 1})

    @classmethod
    def from_text(cls, text: str) -> "Register":
        """Read what `to_text` wrote. Raises Refused for anything else."""
        try:
            needs = json.loads(text)["confirmed_needs"]
        except (ValueError, KeyError, TypeError) as wrong:
            raise Refused("This is no register of confirmed needs.") from wrong
        if not isinstance(needs, dict) or not all(isinstance(need, str) for need in needs.values()):
            raise Refused("This is no register of confirmed needs.")
        return cls(needs)

    def to_text(self) -> str:
        """Return the register as JSON."""
        return json.dumps({"confirmed_needs": dict(sorted(self.needs.items()))}, ensure_ascii=False, indent=1)

    def known(self, sayings: Sequence[Saying], apart: frozenset[Key]) -> list[Saying]:
        """Return the sayings, each with its confirmed need; one that a buyer has set apart has none."""
        if not self.needs:
            return list(sayings)
        return [
            saying if stands_alone(saying.speaker, apart) else replace(saying, need=self.need_of(saying))
            for saying in sayings
        ]

    def need_of(self, saying: Saying) -> str | None:
        """Return the confirmed need that says exactly this."""
        return self.needs.get(normal_form(saying.speaker))


def to_compare(sayings: Sequence[Saying]) -> list[int]:
    """Return which sayings take part in comparing: all that no need is known of, and a few speakers of each need."""
    by_need: dict[str, list[int]] = {}
    for number, saying in enumerate(sayings):
        if saying.need is not None:
            by_need.setdefault(saying.need, []).append(number)
    speakers = {
        number
        for members in by_need.values()
        for number in sorted(members, key=lambda m: (-len(sayings[m].speaker.stated), -sayings[m].lines, m))[
            :SPEAKERS
        ]
    }
    return [
        number
        for number, saying in enumerate(sayings)
        if not saying.speaker.spoiled and (saying.need is None or number in speakers)
    ]
