"""Vendors: registering, their papers, and who is registered twice."""
