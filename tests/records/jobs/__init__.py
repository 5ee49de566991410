"""Tests that mirror commonlot/records/jobs."""
