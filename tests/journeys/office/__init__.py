"""A week of the purchasing office, stage by stage."""
