"""`commonlot law`: checks a state's rules in a file, and loads them."""

import argparse
import os
import tomllib
from collections.abc import Sequence
from pathlib import Path

from commonlot.cli import terminal
from commonlot.records.legal.pack import Pack, PackWrong, parse_pack


def main(arguments: Sequence[str]) -> int:
    """Check the file, load it unless told to check only, and return the exit status."""
    options = _options(arguments)
    try:
        pack = parse_pack(options.file.read_text("utf-8"))
    except (PackWrong, tomllib.TOMLDecodeError, KeyError, TypeError, OSError) as wrong:
        return terminal.complain([f"{options.file}: {wrong}"])
    asked = f"{len(pack.paths)} paths, {len(pack.questions)} questions"
    print(f"{pack.name} ({pack.code}): {len(pack.rules)} rules, {asked}.")
    if not options.check:
        print(f"Added {_load(pack)} rules. What is kept already stays as it is; see “Changes of rules”.")
    return terminal.DONE


def _load(pack: Pack) -> int:
    import django
    from django.apps import apps

    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonlot.config.settings")
        django.setup()
    from commonlot.records import clock
    from commonlot.records.legal.actions import take_in

    return take_in(pack=pack, now=clock.now())


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="commonlot law", description=__doc__, allow_abbrev=False)
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="a pack of rules (TOML), such as new_york.toml"
    )
    parser.add_argument("--check", action="store_true", help="only check its shape; needs no database")
    return parser.parse_args(arguments)
