"""What each agency needs, where, by when, and what it pays today."""
