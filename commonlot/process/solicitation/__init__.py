"""One bid document, lawfully advertised, fairly answered."""
