"""Tests that mirror commonlot/process."""
