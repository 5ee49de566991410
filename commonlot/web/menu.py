"""What stands in the menus: data, by kind of seat. An entry whose page does not exist is left out."""

from dataclasses import dataclass, field, replace

from django.urls import NoReverseMatch, reverse

from commonlot.process import STAGES
from commonlot.records.access.models import AnySeat


@dataclass(frozen=True)
class Entry:
    """A word in a menu, the page it opens, and the further pages, or whole parts, on which it is the current one."""

    label: str
    url_name: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    current: bool
    number: int | None = None
    rooms: list["Link"] = field(default_factory=list)


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


def _pages(stage: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{stage}:{name}" for name in names)


# The rooms of a stage, shown under it while one is in it. A page that no room names belongs to the first.
ROOMS: dict[str, tuple[Entry, ...]] = {
    "membership": (
        Entry("Agencies", "membership:directory"),
        Entry("Applications", "membership:applications", _pages("membership", "verify")),
        Entry(
            "Vendors",
            "membership:vendors",
            _pages(
                "membership", "vendor", "register_vendor", "twin", "paper_demands", "vendor_facts",
                "add_contact", "change_contact", "add_certificate", "add_certification",
            ),
        ),
        Entry(
            "Help for agencies",
            "membership:help",
            _pages(
                "membership", "help_request", "delegation", "propose_delegation", "hours", "log_hours",
                "take_back_hours",
            ),
        ),
        Entry(
            "Distribution list",
            "membership:subscribers",
            _pages("membership", "subscriber", "add_subscriber"),
        ),
        Entry(
            "Mail to many",
            "membership:campaigns",
            _pages(
                "membership", "campaign", "write_campaign", "edit_campaign", "preview_campaign",
                "campaign_readers", "schedule_campaign", "send_campaign",
            ),
        ),
        Entry(
            "Shared services",
            "membership:services",
            _pages(
                "membership", "service", "write_service", "change_service", "ask_service",
                "service_requests", "service_request",
            ),
        ),
        Entry("Import a file", "membership:member_files", _pages("membership", "member_file")),
    ),
}  # fmt: skip
STAGE_RAIL = tuple(Entry(stage.name, stage.first_page, (stage.key,)) for stage in STAGES)
RECORDS_RAIL = (
    Entry("Rules", "legal:rules", ("legal",)),
    Entry("Background work", "jobs:index", ("jobs",)),
    Entry("Mail", "notices:index", ("notices",)),
)
FOOTER = (
    Entry("How it works", "web:how"),
    Entry("Get bid notices", "membership:subscribe"),
    Entry("Join", "membership:join"),
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
    return view_name == entry.url_name or not {view_name, view_name.partition(":")[0]}.isdisjoint(entry.also)


def rail(view_name: str) -> list[Link]:
    """Return the stages as links, the one that the person is in with its rooms."""
    stages = links(STAGE_RAIL, view_name=view_name, numbered=True)
    rooms = links(ROOMS.get(view_name.partition(":")[0], ()), view_name=view_name)
    if rooms and not any(room.current for room in rooms):
        rooms[0] = replace(rooms[0], current=True)
    return [replace(stage, rooms=rooms) if stage.current else stage for stage in stages]


def menu_of(seat: AnySeat) -> tuple[Entry, ...]:
    """Return the menu for this kind of seat."""
    if seat.is_agency:
        return MEMBER_MENU
    return VENDOR_MENU if seat.is_vendor else PUBLIC_MENU
