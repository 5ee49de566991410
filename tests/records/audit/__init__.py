"""Tests that mirror commonlot/records/audit."""
