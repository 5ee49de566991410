"""What every stage leans on and that knows no stage: access, audit, documents, notices, legal, jobs."""
