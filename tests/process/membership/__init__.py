"""Tests that mirror commonlot/process/membership."""
