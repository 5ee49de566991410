"""What the governing board of each kind of body is called, and who signs for it."""

BOARDS: dict[str, str] = {
    "county": "county legislature",
    "city": "city council",
    "town": "town board",
    "village": "board of trustees",
    "school_district": "board of education",
    "fire_district": "board of fire commissioners",
    "boces": "board of cooperative educational services",
    "other": "governing board",
}
SIGNERS: dict[str, str] = {
    "county": "Chair of the county legislature",
    "city": "Mayor or city manager",
    "town": "Supervisor",
    "village": "Mayor",
    "school_district": "President of the board of education",
    "fire_district": "Chair of the board of fire commissioners",
    "boces": "President of the board",
    "other": "Chief officer",
}
