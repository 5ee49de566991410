"""Tests of the public calendar, its feeds and the private ones."""
