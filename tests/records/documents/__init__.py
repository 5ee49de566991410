"""Tests that mirror commonlot/records/documents."""
