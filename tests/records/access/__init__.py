"""Tests that mirror commonlot/records/access."""
