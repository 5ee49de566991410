"""Tests that mirror commonlot/process/pooling."""
