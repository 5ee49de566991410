"""The public calendar: every date that someone may have to keep, as a page, a calendar and a feed."""

from commonlot.web.calendar.entries import KIND_NAMES, Asked, Entry, Kind
from commonlot.web.calendar.sources import coming, find_entry, in_feed, next_dates, past

__all__ = ["KIND_NAMES", "Asked", "Entry", "Kind", "coming", "find_entry", "in_feed", "next_dates", "past"]
