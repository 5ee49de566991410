"""Tests of the directory of shared services and its requests."""
