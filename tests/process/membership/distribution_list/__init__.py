"""Tests of the distribution list: who asks, confirms, changes, ends; and what the staff see of it."""
