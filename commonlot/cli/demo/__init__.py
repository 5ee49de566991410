"""`commonlot demo`: fills an empty database with one believable county, from need to savings."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from datetime import date


def main(arguments: Sequence[str]) -> int:
    """Build the demonstration county and return the exit status."""
    options = _options(arguments)
    import django
    from django.apps import apps

    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonlot.config.settings")
        os.environ.setdefault("COMMONLOT_DEMO", "no" if "DATABASE_URL" in os.environ else "yes")
        django.setup()
    from commonlot.cli import preparation
    from commonlot.cli.demo import building
    from commonlot.kernel.errors import Refused

    began = time.monotonic()
    preparation.migrate()
    try:
        building.build(today=options.today, again=options.again)
    except Refused as refusal:
        print(f"commonlot demo: {refusal}", file=sys.stderr)
        return 1
    print(
        f"The demonstration county is ready ({time.monotonic() - began:.1f} s). All people and figures are invented."
    )
    if not options.quiet:
        for who, email, password in sign_ins():
            print(f"  {who:<56} {email:<30} {password}")
    return 0


def sign_ins() -> list[tuple[str, str, str]]:
    """Return who may sign in to the demonstration: what they do, their address, the password of all."""
    from commonlot.cli.demo.county import PASSWORD, people

    return [(person["listed"], person["email"], PASSWORD) for person in people() if person["listed"]]


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="commonlot demo", description=__doc__)
    parser.add_argument("--again", action="store_true", help="empty a demonstration first, and build it anew")
    parser.add_argument(
        "--today", type=date.fromisoformat, help="the day from which all is dated (default: today)"
    )
    parser.add_argument("--quiet", action="store_true", help="do not list who may sign in")
    return parser.parse_args(arguments)
