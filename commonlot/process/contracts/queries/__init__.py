"""Reading contracts: what a line costs today, by which path an agency may use it, and where a price is found."""

from commonlot.process.contracts.queries.lists import (
    allotments_of,
    contracts_for,
    contracts_to_delegate,
    drafts_of,
)
from commonlot.process.contracts.queries.paths import PathReader, PathView, path_of
from commonlot.process.contracts.queries.prices import price_on, prices_of
from commonlot.process.contracts.queries.search import Found, Result, search_prices

__all__ = [
    "Found",
    "PathReader",
    "PathView",
    "Result",
    "allotments_of",
    "contracts_for",
    "contracts_to_delegate",
    "drafts_of",
    "path_of",
    "price_on",
    "prices_of",
    "search_prices",
]
