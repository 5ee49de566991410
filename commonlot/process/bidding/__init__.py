"""Sealed means sealed; on time means on time; opened in public."""
