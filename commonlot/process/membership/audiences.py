"""What later stages know about agencies, as groups to write to; membership asks, and imports none of them.

A later stage says once, in the `ready` of its app, which groups it can name and what its calls lead to:

    from commonlot.process.membership import audiences
    audiences.know_group(audiences.Group("requirements.took_part", "Took part in a pool before", took_part))
    audiences.know_occasion(audiences.Occasion("requirements.pool", ...))
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Group:
    """Some agencies, by what a stage knows of them: `agencies(now)` gives their numbers as rows."""

    key: str
    words: str
    agencies: Callable[[datetime], Iterable[int]]


@dataclass(frozen=True)
class Occasion:
    """What a call is about, such as a pool: whom it invites, where it leads, and since when it is over.

    title(id), page(id): how staff know it, and its page. agencies(id, part): the invited agencies, all or a part
    named in `parts`. path(id, agency): the page on which the agency answers, or "" if it is not invited.
    why_over(id, agency, now): why it takes no answer any more, or "".
    """

    key: str
    title: Callable[[int], str]
    page: Callable[[int], str]
    agencies: Callable[[int, str], Iterable[int]]
    path: Callable[[int, int], str]
    why_over: Callable[[int, int, datetime], str]
    parts: dict[str, str] = field(default_factory=dict)


_GROUPS: dict[str, Group] = {}
_OCCASIONS: dict[str, Occasion] = {}


def know_group(group: Group) -> None:
    """Register a group of agencies."""
    _GROUPS[group.key] = group


def know_occasion(occasion: Occasion) -> None:
    """Register what calls may be about."""
    _OCCASIONS[occasion.key] = occasion


def groups() -> list[Group]:
    """Return the groups that can be named, in the order they were registered."""
    return list(_GROUPS.values())


def group(key: str) -> Group | None:
    """Return one group."""
    return _GROUPS.get(key)


def occasion(key: str) -> Occasion | None:
    """Return one occasion."""
    return _OCCASIONS.get(key)
