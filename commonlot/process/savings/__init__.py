"""What was saved, by a method anyone can recompute."""
