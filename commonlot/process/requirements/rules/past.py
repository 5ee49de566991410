"""This year beside last year: what is so different that one asks for a reason, and never more than asks."""

from decimal import Decimal

FAR = 5


def times_as_much(now: Decimal, before: Decimal) -> Decimal | None:
    """Return how many times last year’s quantity this is, where it is at least five times more or less; else None."""
    if now <= 0 or before <= 0:
        return None
    times = now / before
    return times if times >= FAR or times <= Decimal(1) / FAR else None


def said_of_last_year(now: Decimal, before: Decimal, *, unit: str) -> str:
    """Return what to ask about a quantity far from last year’s, or nothing."""
    times = times_as_much(now, before)
    if times is None:
        return ""
    last = f"last year’s {_plain(before)} {unit}"
    if times >= 1:
        return f"{_plain(now)} is {_plain(round(times, 0 if times >= 10 else 1))} times {last}."
    return f"{_plain(now)} is {_plain(round(times * 100, 0))}% of {last}."


def _plain(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
