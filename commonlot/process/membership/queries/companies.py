"""All companies at once, laid out so that those like one more are found without looking at each of them."""

from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz import fuzz, process

from commonlot.process.membership import rules
from commonlot.process.membership.models import Vendor

NEAREST = 20  # of many names that are all alike, only so many are looked at


class Companies:
    """What is compared of every vendor that is an entry of its own."""

    def __init__(self) -> None:
        self.facts: dict[int, rules.CompanyFacts] = {}
        self.marks: dict[str, set[int]] = defaultdict(set)
        self.names: dict[tuple[int, int], str] = {}
        self.sorted_names: dict[tuple[int, int], str] = {}
        standing = Vendor.objects.standing().select_related("organisation").prefetch_related("contacts")
        for vendor in standing:
            self.put(vendor)

    def put(self, vendor: Vendor, *, is_new: bool = False) -> rules.CompanyFacts:
        """Take a vendor in as it is now; of a new one no contacts are known yet."""
        self._drop(vendor.pk)
        facts = self.facts[vendor.pk] = facts_of(vendor, is_new=is_new)
        for mark in rules.marks_of(facts):
            self.marks[mark].add(vendor.pk)
        for place, name in enumerate(rules.names_of(facts)):
            self.names[vendor.pk, place] = name
            self.sorted_names[vendor.pk, place] = _sorted(name)
        return facts

    def like(self, vendor: Vendor, *, but: set[int], is_new: bool = False) -> list[tuple[int, list[str]]]:
        """Return who may be the same company as a vendor and why, those with most reasons first."""
        mine = self.put(vendor, is_new=is_new)
        found = [
            (pk, because)
            for pk in self._near(mine) - but - {vendor.pk}
            if (because := rules.why_alike(mine, self.facts[pk]))
        ]
        return sorted(found, key=lambda each: (-len(each[1]), each[0]))

    def _near(self, mine: rules.CompanyFacts) -> set[int]:
        near = {pk for mark in rules.marks_of(mine) for pk in self.marks.get(mark, ())}
        for name in rules.names_of(mine):
            near.update(_alike(name, self.names), _alike(_sorted(name), self.sorted_names))
        return near

    def _drop(self, pk: int) -> None:
        if pk not in self.facts:
            return
        before = self.facts.pop(pk)
        for mark in rules.marks_of(before):
            self.marks[mark].discard(pk)
        for place in range(len(rules.names_of(before))):
            del self.names[pk, place], self.sorted_names[pk, place]


def facts_of(vendor: Vendor, *, is_new: bool = False) -> rules.CompanyFacts:
    """Return what is compared of a vendor; of a new one no contacts are known yet."""
    contacts = [] if is_new else list(vendor.contacts.all())
    return rules.CompanyFacts(
        name=vendor.organisation.name,
        trade_name=vendor.trade_name,
        emails=tuple(dict.fromkeys([vendor.email, *(each.email for each in contacts)])),
        phones=tuple(dict.fromkeys([vendor.phone, *(each.phone for each in contacts)])),
        address=vendor.address,
    )


def _alike(name: str, names: dict[tuple[int, int], str]) -> Iterator[int]:
    near = process.extract(
        name, names, scorer=fuzz.ratio, processor=None, score_cutoff=rules.NEAR_NAMES, limit=NEAREST + 1
    )
    return (pk for _, _, (pk, _) in near)


def _sorted(name: str) -> str:
    return " ".join(sorted(name.split()))
