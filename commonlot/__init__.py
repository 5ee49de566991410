"""Commonlot: local governments buy together, from need to savings."""

__version__ = "0.1.0"
