"""`commonlot worker`: does the waiting jobs until it is stopped."""

import argparse
import os
import sys

SECONDS_TO_FINISH = 8.0


def main(arguments: list[str]) -> int:
    """Work until stopped by Ctrl-C or a stop signal."""
    parser = argparse.ArgumentParser(prog="commonlot worker", description=__doc__)
    parser.add_argument(
        "--concurrency",
        type=int,
        default=2,
        help="jobs done at once (default: 2, so that mail passes long work)",
    )
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonlot.config.settings")
    import django

    django.setup()
    from commonlot.records.jobs import worker

    worker.run(concurrency=options.concurrency, shutdown_graceful_timeout=SECONDS_TO_FINISH)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
