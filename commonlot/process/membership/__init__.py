"""Who takes part, by what authority, and how they are reached."""
