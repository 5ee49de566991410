"""What every command needs at the terminal: progress, messages, files that appear whole or not at all."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

DONE, REFUSED, WRONG_USAGE, NO_LAWFUL_ANSWER = 0, 1, 2, 3


class Progress:
    """Shows how far long work is, on standard error: one moving line on a terminal, a few lines elsewhere."""

    def __init__(self) -> None:
        self.moving = sys.stderr.isatty()
        self.stage, self.shown_at = "", 0.0

    def __call__(self, stage: str, done: int, of: int) -> None:
        """Report progress; calls that come too often are left out."""
        moment = time.monotonic()
        if self.moving and (moment - self.shown_at > 0.1 or done == of):
            share = f" {100 * done // of}%" if of else ""
            sys.stderr.write(f"\r\033[K{stage}{share} ({done:,} of {of:,})")
            sys.stderr.flush()
            self.shown_at = moment
        elif not self.moving and stage != self.stage:
            print(f"{stage} {of:,} …", file=sys.stderr)
        self.stage = stage

    def end(self) -> None:
        """Clear the moving line."""
        if self.moving and self.stage:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()


def complain(messages: Iterable[object], *, most: int = 50) -> int:
    """Write what is wrong on standard error, nothing else having been written; return the exit status."""
    listed = [str(message) for message in messages]
    for message in listed[:most]:
        print(message, file=sys.stderr)
    if len(listed) > most:
        print(f"… and {len(listed) - most:,} more like these.", file=sys.stderr)
    print("Nothing was written.", file=sys.stderr)
    return REFUSED


def format_of(chosen: str | None, target: Path | None) -> str | None:
    """Return the format to write: as chosen, else by the ending of the file; None if neither tells."""
    if chosen:
        return chosen
    if target is None:
        return None
    ending = target.suffix.lower().lstrip(".")
    return ending if ending in ("xlsx", "csv", "json") else None


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give a temporary file beside the target; it takes the target's place only if all went well."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.chmod(0o644 & ~_umask())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def print_table(headers: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> None:
    """Print rows in columns; `right` names the columns that stand to the right."""
    widths = [max(len(row[i]) for row in [headers, *rows]) for i in range(len(headers))]
    for row in [headers, ["-" * width for width in widths], *rows]:
        cells = [cell.rjust(widths[i]) if i in right else cell.ljust(widths[i]) for i, cell in enumerate(row)]
        print("  ".join(cells).rstrip())


def cut(text: str, width: int) -> str:
    """Shorten a text to a width."""
    return text if len(text) <= width else text[: width - 1] + "…"


def columns_chosen(
    pairs: Sequence[str], known: Sequence[str], refuse: Callable[[str], None]
) -> dict[str, str]:
    """Read `--column NAME=HEADER` options."""
    chosen = {}
    for pair in pairs:
        name, separator, header = pair.partition("=")
        if not separator or not header or name not in known:
            refuse(f"--column {pair}: expected NAME=HEADER with NAME one of {', '.join(known)}")
        chosen[name] = header
    return chosen
