"""Law as dated data, and the answer it gives: allowed, blocked or uncertain."""
