"""What a cell of each kind may say."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from commonlot.engines.row_reader import RowReader
from commonlot.engines.spreadsheets.columns import fold
from commonlot.process.membership.rules.commodities import COMMODITIES
from commonlot.process.membership.rules.files.columns import Field
from commonlot.records.notices.rules import why_not_address

KINDS: Mapping[str, str] = {
    "county": "county",
    "city": "city",
    "town": "town",
    "village": "village",
    "schooldistrict": "school_district", "school": "school_district", "unionfreeschooldistrict": "school_district",
    "ufsd": "school_district", "centralschooldistrict": "school_district", "csd": "school_district",
    "cityschooldistrict": "school_district", "commonschooldistrict": "school_district",
    "firedistrict": "fire_district", "fire": "fire_district",
    "boces": "boces",
    "other": "other", "otherpublicbody": "other",
}  # fmt: skip
TOPICS: Mapping[str, str] = {
    "calls": "calls", "callsforrequirements": "calls", "requirements": "calls",
    "commodities": "commodities", "bids": "commodities", "bidsandcontracts": "commodities",
    "bidsandcontractsforwhatibuyorsell": "commodities",
    "openings": "openings", "bidopenings": "openings",
    "awards": "awards",
    "sharedservices": "shared_services", "services": "shared_services",
}  # fmt: skip
STATES = {"newyork": "NY", "newjersey": "NJ", "connecticut": "CT", "pennsylvania": "PA"}
_GOODS = {fold(each.code): each.code for each in COMMODITIES.values()} | {
    fold(each.name): each.code for each in COMMODITIES.values()
}
_PARTS = re.compile(r"[;|\n]")


def _text(reader: RowReader, field: Field) -> str | None:
    text = reader.text(field.name, longest=field.longest)
    return text if text is None or len(text) <= field.longest else None


def _kind(reader: RowReader, field: Field) -> str | None:
    text = _text(reader, field)
    if text is None:
        return None
    kind = KINDS.get(fold(text))
    if kind is None:
        reader.refuse(
            field.name, "county, city, town, village, school district, fire district, BOCES or other"
        )
    return kind


def _county(reader: RowReader, field: Field) -> str | None:
    text = _text(reader, field)
    return re.sub(r"\s+county$", "", text, flags=re.IGNORECASE) if text else None


def _state(reader: RowReader, field: Field) -> str | None:
    text = _text(reader, field)
    if text is None:
        return None
    state = STATES.get(fold(text), text.upper())
    if not re.fullmatch(r"[A-Z]{2}", state):
        reader.refuse(field.name, "two letters such as NY")
        return None
    return state


def _email(reader: RowReader, field: Field) -> str | None:
    text = _text(reader, field)
    if text is None:
        return None
    if why_not_address(text) is not None or "." not in text.rpartition("@")[2]:
        reader.refuse(field.name, "one address such as name@example.gov")
        return None
    local, _, domain = text.rpartition("@")
    return f"{local}@{domain.lower()}"


def _date(reader: RowReader, field: Field) -> date | None:
    return reader.day(field.name)


def _several(known: Mapping[str, str], expected: str) -> Callable[[RowReader, Field], list[str] | None]:
    def read(reader: RowReader, field: Field) -> list[str] | None:
        text = _text(reader, field)
        words = [word.strip() for word in _PARTS.split(text or "") if word.strip()]
        if len(words) == 1 and fold(words[0]) not in known:
            words = [word.strip() for word in words[0].split(",") if word.strip()]
        found = [known.get(fold(word)) for word in words]
        if None in found:
            reader.refuse(field.name, expected)
            return None
        return sorted({value for value in found if value})

    return read


READERS: Mapping[str, Callable[[RowReader, Field], object]] = {
    "text": _text,
    "kind": _kind,
    "county": _county,
    "state": _state,
    "email": _email,
    "date": _date,
    "topics": _several(
        TOPICS, "calls, commodities, openings, awards or shared services, parted by semicolons"
    ),
    "commodities": _several(_GOODS, "names or codes of the list of commodities, parted by semicolons"),
}
