"""Mail that leaves only together with its cause: an outbox in the same transaction."""
