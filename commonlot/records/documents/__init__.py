"""Files that were kept, with the fingerprint of their bytes."""
