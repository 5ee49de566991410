"""What happened, who did it, when, and from which seat: written once and never changed."""
