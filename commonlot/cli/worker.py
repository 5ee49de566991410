"""`commonlot worker`: does the waiting jobs until it is stopped."""

import os
import sys


def main(arguments: list[str]) -> int:
    """Work until stopped by Ctrl-C or a stop signal; arguments go to procrastinate's worker."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonlot.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(
        ["commonlot", "procrastinate", "worker", "--shutdown-graceful-timeout", "8", *arguments]
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
