"""Finding a price: what the agency may use first, then by the price of one comparison unit."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q, QuerySet

from commonlot.engines.pooling.needs_alike import can_be_one_need
from commonlot.process.contracts import rules, states
from commonlot.process.contracts.models import PriceLine
from commonlot.process.contracts.queries.paths import PathReader, PathView
from commonlot.process.contracts.queries.prices import valid_on
from commonlot.process.membership.models import Agency

MOST = 60
MOST_NEAR = 8
NEAR = 0.35
ENDED_LATELY = timedelta(days=400)


@dataclass(frozen=True)
class Result:
    """One price that was found: for the comparison quantity, and whether the agency may use it."""

    line: PriceLine
    price: Decimal
    per: str
    path: PathView | None
    dearer: Decimal | None = None


@dataclass(frozen=True)
class Found:
    """What a search found, the usable first; `near` is not the same need."""

    usable: Sequence[Result] = ()
    ask: Sequence[Result] = ()
    blocked: Sequence[Result] = ()
    near: Sequence[Result] = ()
    more: bool = False

    @property
    def shown(self) -> list[Result]:
        """What may be used, then what counsel must be asked about."""
        return [*self.usable, *self.ask]


def search_prices(text: str, agency: Agency | None, on: date) -> Found:
    """Find prices by words, usable first, each with its legal path; without an agency no path is shown."""
    words = rules.search_words(text)
    if not words:
        return Found()
    lines = _lines(on, with_ended=agency is not None)
    same = list(_holding(lines, words)[: MOST + 1])
    near = list(_resembling(lines, text, [line.pk for line in same])) if len(same) < MOST else []
    contracts = {line.contract for line in [*same, *near]}
    reader = PathReader(agency, contracts, on=on, orders=True) if agency else None
    results = _results(same[:MOST], reader)
    return Found(
        usable=_by_price(each for each in results if each.path is None or each.path.may_come),
        ask=_by_price(each for each in results if each.path is not None and each.path.is_uncertain),
        blocked=[each for each in results if each.path is not None and each.path.is_blocked],
        near=[each for each in _results(near, reader) if each.path is None or not each.path.is_blocked],
        more=len(same) > MOST,
    )


def _lines(on: date, *, with_ended: bool) -> QuerySet[PriceLine]:
    in_force = Q(contract__status__in=states.IN_FORCE, contract__starts_on__lte=on, contract__ends_on__gt=on)
    ended = Q(contract__ends_on__lte=on, contract__ends_on__gt=on - ENDED_LATELY) & ~Q(
        contract__status="draft"
    )
    found = valid_on(PriceLine.objects.all(), on).filter(in_force | ended if with_ended else in_force)
    return found.select_related("contract__vendor__organisation", "contract__lead_agency")


def _holding(lines: QuerySet[PriceLine], words: Iterable[str]) -> QuerySet[PriceLine]:
    """Keep the lines whose own words, or whose contract's title, hold every word."""
    for word in words:
        lines = lines.filter(Q(description__icontains=word) | Q(contract__title__icontains=word))
    return lines.order_by("unit_price", "pk")


def _resembling(lines: QuerySet[PriceLine], text: str, besides: Sequence[int]) -> QuerySet[PriceLine]:
    likeness = TrigramWordSimilarity(text, "description")
    near = lines.exclude(pk__in=besides).annotate(likeness=likeness).filter(likeness__gte=NEAR)
    return near.order_by("-likeness", "unit_price", "pk")[:MOST_NEAR]


def _results(lines: Sequence[PriceLine], reader: PathReader | None) -> list[Result]:
    kinds: dict[str, list[rules.Priced]] = defaultdict(list)
    for line in lines:
        kinds[_kind(line)].append(_priced(line))
    measures = {kind: rules.comparison(prices) for kind, prices in kinds.items()}
    paths = {line.contract_id: reader.view(line.contract) for line in lines} if reader else {}
    return [
        Result(
            line,
            measures[_kind(line)].price(_priced(line)),
            measures[_kind(line)].per,
            paths.get(line.contract_id),
        )
        for line in lines
    ]


def _priced(line: PriceLine) -> rules.Priced:
    return rules.Priced(line.unit, line.base_unit, line.base_per_unit, line.unit_price)


def _kind(line: PriceLine) -> str:
    return line.base_unit or line.unit.casefold()


def _by_price(results: Iterable[Result]) -> list[Result]:
    """Order by unit of comparison, the commonest first, then by price; say how much dearer each of one need is."""
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        groups[result.per].append(result)
    ordered = []
    for group in sorted(groups.values(), key=lambda each: (-len(each), each[0].per)):
        group.sort(key=lambda each: (each.price, each.line.pk))
        for result in group:
            same = (
                other for other in group if can_be_one_need(other.line.description, result.line.description)
            )
            dearer = result.price - next(same, result).price
            ordered.append(Result(result.line, result.price, result.per, result.path, dearer or None))
    return ordered
