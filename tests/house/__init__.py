"""The rules of the house, as tests: they hold for every part alike."""
