"""Like needs become one line; every unit adds up exactly to its agencies."""
