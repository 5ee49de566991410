"""Background work that a person may leave: what it is, how far it has come, how it ended."""
