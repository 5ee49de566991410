"""Tests that mirror commonlot/records."""
