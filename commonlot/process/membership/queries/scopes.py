"""What a delegation can cover: later stages say which pools and contracts there are, once, in the `ready` of their app.

    from commonlot.process.membership.queries import offer_pools
    offer_pools(queries.pools_to_delegate)

The function gets (agency, now=...) and returns pairs of a number and a name. Membership comes first and knows neither.
"""

from collections.abc import Callable
from datetime import datetime

from commonlot.process.membership.models import Agency

Offer = Callable[..., list[tuple[str, str]]]
_POOLS: list[Offer] = []
_CONTRACTS: list[Offer] = []


def offer_pools(offer: Offer) -> None:
    """Register the function that lists the pools for which an agency can state needs."""
    if offer not in _POOLS:
        _POOLS.append(offer)


def offer_contracts(offer: Offer) -> None:
    """Register the function that lists the contracts from which an agency can order."""
    if offer not in _CONTRACTS:
        _CONTRACTS.append(offer)


def pools_to_delegate(agency: Agency, *, now: datetime) -> list[tuple[str, str]]:
    """List number and name of every pool for which needs of this agency can be stated on its behalf."""
    return [each for offer in _POOLS for each in offer(agency, now=now)]


def contracts_to_delegate(agency: Agency, *, now: datetime) -> list[tuple[str, str]]:
    """List number and name of every contract from which orders of this agency can be placed on its behalf."""
    return [each for offer in _CONTRACTS for each in offer(agency, now=now)]
