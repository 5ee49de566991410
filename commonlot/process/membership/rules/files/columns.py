"""The columns of each kind of file, and the other headers that people use for them."""

from collections.abc import Mapping
from dataclasses import dataclass

from commonlot.engines.spreadsheets import Column


@dataclass(frozen=True)
class Field:
    """A column: its name in files, its name on the page, what may stand in it, and other headers, best first."""

    name: str
    label: str
    hint: str = ""
    longest: int = 200
    required: bool = False
    synonyms: tuple[str, ...] = ()
    reads: str = "text"


MAIL = ("e-mail", "email address", "e-mail address", "mail", "contact email", "office email")
NUMBER = Field(
    "number", "Number", "As in the directory, such as T-022. It says which one is meant; leave it out for a new one.",
    12, synonyms=("no", "no.", "id", "member number", "member no", "vendor number", "vendor no", "commonlot number"),
)  # fmt: skip

MEMBERS = (
    NUMBER,
    Field("name", "Name", "Such as Town of Rye Hill.", required=True, synonyms=(
        "agency", "agency name", "member", "member name", "municipality", "organization", "organisation", "entity",
        "full name")),
    Field("kind", "Kind", "Such as town, school district, fire district.", 60, reads="kind", synonyms=(
        "type", "agency type", "agency kind", "entity type", "class", "municipality type")),
    Field("county", "County", "", 60, reads="county", synonyms=("county name",)),
    Field("state", "State", "Two letters.", 20, reads="state", synonyms=("st", "province")),
    Field("contact_email", "E-mail of the office", "", 254, reads="email", synonyms=MAIL),
    Field("official_newspaper", "Official newspaper", "", 120, synonyms=(
        "newspaper", "official paper", "newspaper of record")),
    Field("note", "Note", "", 200, synonyms=("notes", "remark", "remarks", "comment", "comments")),
)  # fmt: skip

VENDORS = (
    NUMBER,
    Field("name", "Legal name", "", required=True, synonyms=(
        "legal name", "vendor", "vendor name", "company", "company name", "supplier", "supplier name",
        "business name")),
    Field("email", "E-mail for orders and notices", "", 254, reads="email", synonyms=(*MAIL, "order email")),
    Field("phone", "Phone", "", 40, synonyms=("telephone", "phone number", "tel")),
    Field("address", "Address", "", 500, synonyms=("mailing address", "street address", "postal address")),
    Field("commodities", "What it sells", "", 300, synonyms=(
        "sells", "products", "commodity", "goods and services", "what it sells")),
)  # fmt: skip

LIST = (
    Field("email", "E-mail", "", 254, required=True, reads="email", synonyms=MAIL),
    Field("name", "Name", "", 120, synonyms=("full name", "contact", "contact name", "person", "subscriber")),
    Field("agency", "Agency", "Its number, or its full name.", 200, synonyms=(
        "member", "municipality", "organization", "organisation", "agency number", "member number")),
    Field("topics", "Topics", "Several are parted by semicolons.", 300, reads="topics", synonyms=(
        "topic", "interests", "wants", "subscribed to")),
    Field("commodities", "Commodities", "Names or codes, parted by semicolons.", 600, reads="commodities", synonyms=(
        "commodity", "commodity codes", "goods", "products")),
    Field("asked_on", "Asked on", "The day on which they asked to be written to.", 40, reads="date", synonyms=(
        "opt-in date", "opted in on", "consent date", "date asked", "subscribed on", "signed up on")),
    Field("source", "How they asked", "Such as: sign-up sheet of the spring meeting.", 60, synonyms=(
        "how asked", "opt-in source", "consent source", "how they asked", "origin")),
)  # fmt: skip

FIELDS: Mapping[str, tuple[Field, ...]] = {"members": MEMBERS, "vendors": VENDORS, "list": LIST}


def columns_of(kind: str) -> list[Column]:
    """Return the columns as the reader of spreadsheets wants them."""
    return [Column(each.name, each.synonyms, each.required) for each in FIELDS[kind]]


def field_names(kind: str) -> dict[str, str]:
    """Return each column's name on the page."""
    return {each.name: each.label for each in FIELDS[kind]}


def required_of(kind: str) -> list[str]:
    """Return the columns that a file cannot do without."""
    return [each.name for each in FIELDS[kind] if each.required]
