"""What the program learns: words, decisions, and needs confirmed before."""
