"""What was done about contracts, in plain words."""

VERBS: dict[str, str] = {
    "contracts.made": "made the contract from the award",
    "contracts.entered": "entered the contract",
    "contracts.signed": "put the contract into force",
    "contracts.expired": "ended the contract on its last day",
    "contracts.adopted": "adopted the contract and filed the memo",
    "contracts.left_out": "left an agency out of the contract",
}
