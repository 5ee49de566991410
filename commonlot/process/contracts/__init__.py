"""Prices, terms and who may use them, found in seconds."""
