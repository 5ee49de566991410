"""The command line: `commonlot run`, `worker`, `manage`, and the engines on plain files (`pool`, `award`)."""
