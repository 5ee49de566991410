"""Places that a rule tells apart."""

NEW_YORK_CITY = frozenset({"bronx", "kings", "new york", "queens", "richmond"})


def in_new_york_city(county: str) -> bool | None:
    """Say whether a county of New York is one of the five that are the city; None where none is named."""
    name = county.strip().casefold().removesuffix(" county")
    return name in NEW_YORK_CITY if name else None
