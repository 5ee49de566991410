"""What each member pays now and under the award: shares split so that they add up to the cent."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from commonlot.kernel.money import Money, UnitPrice, add_up, extend, split_by_largest_remainder


@dataclass(frozen=True)
class Need:
    """One stated need: whose, in which pooled line, its share there, and what is paid for it today."""

    agency: Hashable
    pooled: int
    share: Decimal
    quantity: Decimal
    price_paid: Decimal | None


@dataclass(frozen=True)
class MemberRow:
    """One member. Only needs with a stated price are compared; `under_award` counts all of them."""

    agency: Hashable
    needs: int
    compared: int
    without_award: int
    under_award: Money
    pays_now: Money | None
    same_under_award: Money | None

    @property
    def saves(self) -> Money | None:
        """What it saves on what can be compared; negative when it would pay more."""
        if self.pays_now is None or self.same_under_award is None:
            return None
        return self.pays_now - self.same_under_award


def weigh_members(needs: Sequence[Need], amounts: Mapping[int, Money]) -> list[MemberRow]:
    """Split each pooled line's award over its needs and compare; who would pay more comes first.

    amounts: the awarded amount of each pooled line that was awarded whole.
    """
    parts: dict[Hashable, list[tuple[Need, Money | None]]] = defaultdict(list)
    by_line: dict[int, list[Need]] = defaultdict(list)
    for need in needs:
        by_line[need.pooled].append(need)
    for pooled, members in by_line.items():
        amount = amounts.get(pooled)
        shares = (
            split_by_largest_remainder(amount, [each.share for each in members]) if amount is not None else []
        )
        for i, need in enumerate(members):
            parts[need.agency].append((need, shares[i] if shares else None))
    return sorted((_member(agency, own) for agency, own in parts.items()), key=_losers_first)


def _member(agency: Hashable, parts: Sequence[tuple[Need, Money | None]]) -> MemberRow:
    awarded = [(need, money) for need, money in parts if money is not None]
    priced = [
        (need.quantity, need.price_paid, money) for need, money in awarded if need.price_paid is not None
    ]
    return MemberRow(
        agency=agency,
        needs=len(parts),
        compared=len(priced),
        without_award=len(parts) - len(awarded),
        under_award=add_up([money for _, money in awarded]),
        pays_now=add_up([extend(quantity, UnitPrice(price)) for quantity, price, _ in priced])
        if priced
        else None,
        same_under_award=add_up([money for _, _, money in priced]) if priced else None,
    )


def _losers_first(row: MemberRow) -> tuple[bool, int, str]:
    return row.saves is None, row.saves.cents if row.saves is not None else 0, str(row.agency)
