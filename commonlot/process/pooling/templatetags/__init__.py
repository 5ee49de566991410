"""Tags and filters of this stage."""
