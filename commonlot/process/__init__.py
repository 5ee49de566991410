"""The process, a folder per stage, in the order in which a purchase lives."""

from typing import NamedTuple


class Stage(NamedTuple):
    """One stage: its folder, its number and name in the menu, its address, and what it promises."""

    key: str
    name: str
    path: str
    first_page: str
    promise: str


STAGES: tuple[Stage, ...] = (
    Stage("membership", "Membership", "membership/", "membership:directory",
          "who takes part, by what authority, and how they are reached"),
    Stage("requirements", "Requirements", "requirements/", "requirements:pools",
          "what each agency needs, where, by when, and what it pays today"),
    Stage("pooling", "Pooling", "pooling/", "pooling:index",
          "like needs become one line; every unit adds up exactly to its agencies"),
    Stage("solicitation", "Solicitation", "solicitations/", "solicitation:index",
          "one bid document, lawfully advertised, fairly answered"),
    Stage("bidding", "Bidding", "bidding/", "bidding:index",
          "sealed means sealed; on time means on time; opened in public"),
    Stage("award", "Award", "awards/", "award:index",
          "the best lawful award, proven and explained"),
    Stage("contracts", "Contracts", "contracts/", "contracts:search",
          "prices, terms and who may use them, found in seconds"),
    Stage("ordering", "Ordering", "orders/", "ordering:index",
          "an order at the contract price in minutes, never above it"),
    Stage("savings", "Savings", "savings/", "savings:public",
          "what was saved, by a method anyone can recompute"),
)  # fmt: skip
