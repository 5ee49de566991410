"""The screens of this stage: the review desk, decisions, questions, and the pooled lines."""
