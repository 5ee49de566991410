"""What a delegation lets a buyer of the county do for an agency, and for how long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from commonlot.kernel.actor import Role
from commonlot.kernel.money import Money

ALL = "*"
LONGEST = timedelta(days=731)
ENDS_SOON = timedelta(days=14)


class Act(StrEnum):
    """What can be done on an agency's behalf."""

    NEEDS = "needs"
    ORDERS = "orders"
    SPECIFICATION = "specification"
    CHECK = "check"


ACT_NAMES: dict[Act, str] = {
    Act.NEEDS: "State needs",
    Act.ORDERS: "Place orders, which your own approver approves",
    Act.SPECIFICATION: "Read your needs and papers to write a specification",
    Act.CHECK: "Read your contracts, orders and deliveries to check them",
}
SHORT_NAMES: dict[Act, str] = {
    Act.NEEDS: "needs",
    Act.ORDERS: "orders",
    Act.SPECIFICATION: "specification",
    Act.CHECK: "checking",
}
# Reading needs no role: whoever holds the marked seat sees what the agency sees.
ROLES: dict[Act, Role] = {Act.NEEDS: Role.REQUESTER, Act.ORDERS: Role.REQUESTER}


@dataclass(frozen=True)
class Scope:
    """What was granted: which acts, for which pools, from which contracts, up to how much."""

    acts: frozenset[Act]
    pools: frozenset[str] = frozenset()
    contracts: frozenset[str] = frozenset()
    most_per_order: Decimal | None = None
    most_in_all: Decimal | None = None


def roles_of(acts: Iterable[Act]) -> list[str]:
    """Return the roles that a marked seat holds for these acts."""
    return sorted({ROLES[act].value for act in acts if act in ROLES})


def say_scope(acts: Iterable[Act]) -> str:
    """Write the acts in a word or two each: "Needs and orders only"."""
    chosen = set(acts)
    words = [SHORT_NAMES[act] for act in Act if act in chosen]
    text = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    return f"{text[:1].upper()}{text[1:]} only"


def why_not_scope(scope: Scope) -> tuple[str, str] | None:
    """Return the field at fault and why this scope cannot be proposed, or None."""
    if not scope.acts:
        return "acts", "Choose at least one thing to do on their behalf."
    if Act.NEEDS in scope.acts and not scope.pools:
        return "pools", "Choose the pools for which needs may be stated."
    if Act.ORDERS not in scope.acts:
        return None
    if not scope.contracts:
        return "contracts", "Choose the contracts from which orders may be placed."
    if scope.most_per_order is None or scope.most_per_order <= 0:
        return "most_per_order", "Give the most that one order may come to."
    if scope.most_in_all is None or scope.most_in_all < scope.most_per_order:
        return "most_in_all", "Give the most in all; it is at least as much as one order."
    return None


def why_not_dates(begins_on: date, ends_on: date, *, today: date) -> tuple[str, str] | None:
    """Return the field at fault and why a delegation cannot run between these days, or None."""
    if begins_on < today:
        return "begins_on", "Nobody acts in the past. Begin today or later."
    if ends_on <= begins_on:
        return "ends_on", "It must end after it begins."
    if ends_on - begins_on > LONGEST:
        return "ends_on", "A delegation runs for two years at most, so that the agency looks at it again."
    return None


def why_not_needs(scope: Scope, pool: str) -> str | None:
    """Return why needs cannot be stated on behalf for a pool, or None."""
    if Act.NEEDS not in scope.acts:
        return "Stating needs was not delegated to you."
    if pool and not {ALL, pool} & scope.pools:
        return f"Your delegation does not cover pool {pool}, only {_listed(scope.pools)}."
    return None


def why_not_order(
    scope: Scope, contract: str, *, amount: Decimal = Decimal(0), before: Decimal = Decimal(0)
) -> str | None:
    """Return why an order of this amount cannot be placed on behalf, after `before` was ordered, or None."""
    if Act.ORDERS not in scope.acts:
        return "Placing orders was not delegated to you."
    if not {ALL, contract} & scope.contracts:
        return f"Your delegation does not cover contract {contract}, only {_listed(scope.contracts)}."
    per_order, in_all = scope.most_per_order or Decimal(0), scope.most_in_all or Decimal(0)
    if amount > per_order:
        return f"This order comes to {Money.of(amount)}. Your delegation allows {Money.of(per_order)} for one order."
    if before + amount > in_all:
        return (
            f"With this order it would be {Money.of(before + amount)} in all. Your delegation allows "
            f"{Money.of(in_all)}, of which {Money.of(max(in_all - before, Decimal(0)))} is left."
        )
    return None


def _listed(numbers: frozenset[str]) -> str:
    return ", ".join(sorted(numbers)) or "none"
