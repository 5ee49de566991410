"""Finds the command and hands over; imports no more than that, so that every command starts fast."""

import os
import sys
from importlib import import_module
from importlib.util import find_spec

# command: (module with `main(arguments) -> exit status`, what it does)
COMMANDS = {
    "run": ("commonlot.cli.run", "start the web server, the worker and what they need; Ctrl-C stops them"),
    "worker": ("commonlot.cli.worker", "do the waiting jobs, until stopped"),
    "manage": ("commonlot.cli.manage", "run a Django command, such as `commonlot manage migrate`"),
    "demo": ("commonlot.cli.demo", "fill an empty database with the demonstration county"),
    "pool": ("commonlot.cli.pool", "pool the requirements of several agencies' files into one list"),
    "award": ("commonlot.cli.award", "award a file of bids, line by line, to the lowest responsive bid"),
    "law": ("commonlot.cli.law", "check a state's rules in a file, and load them"),
    "import": (
        "commonlot.cli.import_members",
        "take members, vendors or the list from a file, or show what would change",
    ),
    "docs": ("commonlot.cli.docs", "write the reference pages that are made from the code"),
}


def main() -> int:
    """Run the command named on the command line and return its exit status."""
    try:
        return _run()
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run() -> int:
    name, *arguments = sys.argv[1:] or ["help"]
    if name in {"help", "--help", "-h"}:
        print(usage())
        return 0
    module = COMMANDS.get(name, ("", ""))[0]
    if not module or find_spec(module) is None:
        print(f"commonlot: there is no command {name!r}.\n\n{usage()}", file=sys.stderr)
        return 2
    return int(import_module(module).main(arguments) or 0)


def usage() -> str:
    """Return the list of commands, one a line."""
    lines = [f"  {name:<8} {what}" for name, (module, what) in COMMANDS.items() if find_spec(module)]
    return "\n".join(["usage: commonlot COMMAND [ARGUMENTS]", "", *lines])


if __name__ == "__main__":
    sys.exit(main())
