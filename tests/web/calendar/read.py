"""Reading feeds with other code than what wrote them, and strictly."""

from typing import Any

import feedparser
import vobject


def lines_of(response: Any) -> list[str]:
    """Return the content lines as they are, unfolded, after checking the form of RFC 5545, 3.1."""
    content = bytes(response.content)
    assert content.endswith(b"\r\n")
    raw = content.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in raw), "a bare line end"
    assert max(map(len, raw)) <= 75, "a line of more than 75 octets"
    for line in raw:
        line.decode()  # no character is cut by a fold
    return content.decode().replace("\r\n ", "").split("\r\n")


def events_of(response: Any) -> dict[str, Any]:
    """Return the events of a calendar by their UID, each UID once."""
    lines_of(response)
    calendar = vobject.readOne(response.content.decode())
    calendar.validate()
    events = getattr(calendar, "vevent_list", [])
    found = {each.uid.value: each for each in events}
    assert len(found) == len(events)
    return found


def feed_of(response: Any) -> Any:
    """Return a feed as a feed reader sees it; a malformed one fails."""
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.bozo_exception
    assert feed.version == "atom10"
    return feed
