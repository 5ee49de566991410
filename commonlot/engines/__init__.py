"""The hard things in plain Python: spreadsheets, pooling, award. No Django; usable from a script."""
