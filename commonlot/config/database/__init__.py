"""The embedded PostgreSQL as a Django database engine: it starts when first needed, the last user stops it."""
