"""Tests of what came back, as mail services tell it."""
