"""Filters of the pages of membership."""
