"""The acts of this stage, as a person reads them."""

VERBS: dict[str, str] = {
    "savings.delivery_entered": "entered the delivery in the savings ledger",
}
