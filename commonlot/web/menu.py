"""What stands in the menus: data, by kind of seat. An entry whose page does not exist is left out."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from commonlot.process import STAGES
from commonlot.records.access.models import AnySeat


@dataclass(frozen=True)
class Entry:
    """A word in a menu, the page it opens, and the further pages on which it is the current one."""

    label: str
    url_name: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    current: bool
    number: int | None = None


OPEN_BIDS = Entry("Open bids", "solicitation:index", ("solicitation",))
PRICES = Entry("Contracts and prices", "contracts:search", ("contracts",))
OPENINGS = Entry("Openings and awards", "bidding:index", ("bidding", "award"))
SAVINGS = Entry("Savings", "savings:public", ("savings",))

PUBLIC_MENU = (OPEN_BIDS, Entry("Calendar", "web:calendar"), PRICES, OPENINGS, SAVINGS)
MEMBER_MENU = (
    Entry("To do", "web:todo"),
    Entry("Requirements", "requirements:pools", ("requirements",)),
    PRICES,
    Entry("Orders", "ordering:index", ("ordering",)),
    SAVINGS,
    Entry("Agency", "membership:agency", ("membership",)),
)
VENDOR_MENU = (
    OPEN_BIDS,
    OPENINGS,
    Entry("Contracts", "contracts:search", ("contracts",)),
    Entry("Orders", "ordering:index", ("ordering",)),
    Entry("Company", "membership:company", ("membership",)),
)
STAGE_RAIL = tuple(Entry(stage.name, stage.first_page, (stage.key,)) for stage in STAGES)
RECORDS_RAIL = (Entry("Long work", "jobs:index", ("jobs",)), Entry("Mail", "notices:index", ("notices",)))
FOOTER = (
    Entry("How it works", "web:how"),
    Entry("Rules and citations", "legal:rules"),
    Entry("How savings are counted", "savings:method"),
    Entry("Shared services", "membership:services"),
    Entry("Subscribe to the calendar", "web:subscribe_calendar"),
    Entry("Accessibility", "web:accessibility"),
    Entry("Components", "web:components"),
)


def find_url(url_name: str) -> str:
    """Return the address of a page, or nothing while no such page exists."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def find_url_of(url_name: str, *ids: object) -> str:
    """Return the address of one record's page, or nothing while no such page exists."""
    try:
        return reverse(url_name, args=ids)
    except NoReverseMatch:
        return ""


def links(entries: tuple[Entry, ...], *, view_name: str, numbered: bool = False) -> list[Link]:
    """Turn entries into links, marking the one that the person is on."""
    found = [(number, entry, find_url(entry.url_name)) for number, entry in enumerate(entries, start=1)]
    return [
        Link(entry.label, url, is_current(entry, view_name), number if numbered else None)
        for number, entry, url in found
        if url
    ]


def is_current(entry: Entry, view_name: str) -> bool:
    """Say whether the page being shown belongs to this entry."""
    return view_name == entry.url_name or view_name.partition(":")[0] in entry.also


def menu_of(seat: AnySeat) -> tuple[Entry, ...]:
    """Return the menu for this kind of seat."""
    if seat.is_agency:
        return MEMBER_MENU
    return VENDOR_MENU if seat.is_vendor else PUBLIC_MENU
