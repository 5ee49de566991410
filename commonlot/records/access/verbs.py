"""What was done to seats, in plain words."""

VERBS: dict[str, str] = {
    "access.seat_taken": "took another of their seats",
}
