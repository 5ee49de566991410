"""Tests that mirror commonlot/records/notices."""
