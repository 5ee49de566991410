"""Template files: the headers of each kind, and rows that show what belongs under them."""

from collections.abc import Mapping, Sequence

from commonlot.process.membership.rules.files.columns import FIELDS

EXAMPLES: Mapping[str, Sequence[Mapping[str, str]]] = {
    "members": (
        {"name": "Town of Example", "kind": "town", "county": "Westchester", "state": "NY",
         "contact_email": "supervisor@town.example", "official_newspaper": "The Example Gazette"},
        {"name": "Example Central School District", "kind": "school district", "county": "Westchester",
         "state": "NY"},
    ),
    "vendors": (
        {"name": "Example Supply Co.", "email": "orders@supply.example", "phone": "914-555-0100",
         "address": "1 Example Road, Exampleville, NY 10500", "commodities": "paper, envelopes"},
    ),
    "list": (
        {"email": "clerk@town.example", "name": "Pat Example", "topics": "calls; awards",
         "asked_on": "2026-03-14", "source": "Sign-up sheet of the spring meeting"},
        {"email": "sales@supply.example", "topics": "commodities; openings", "commodities": "ROAD-SALT"},
    ),
}  # fmt: skip


def sample_of(kind: str) -> tuple[list[str], list[list[str]]]:
    """Return the headers and example rows of a template."""
    headers = [field.name for field in FIELDS[kind]]
    return headers, [[row.get(header, "") for header in headers] for row in EXAMPLES[kind]]
