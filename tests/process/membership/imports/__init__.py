"""Tests of files of members, vendors and the list."""
