"""One PostgreSQL server for one checkout: started by the first user of it, stopped by the last.

Every process that uses the server holds a shared lock on one file for as long as it lives. Whoever leaves and
then gets that lock alone was the last one, and stops the server; so no process is left behind, and a crashed
user (whose lock the system drops) keeps nobody from stopping it later. A second lock lets only one process at a
time start or stop.
"""

import atexit
import fcntl
import functools
import hashlib
import os
import shutil
import socket
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psycopg

from commonlot.config.database.programs import NoDatabase, RunAs, choose_user, find_programs

LONGEST_SOCKET_PATH = 107
SECONDS_TO_RECOVER = 10  # a crashed server's children may hold its memory for a while
SETTINGS = """
# Commonlot: reached by the socket folder only, never over the network
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 200
timezone = 'UTC'
log_timezone = 'UTC'
"""


@functools.cache
def embedded_server() -> "Server":
    """Return the server of this checkout (folder: COMMONLOT_VAR/postgres)."""
    from django.conf import settings

    return Server(Path(settings.VAR_FOLDER) / "postgres")


class Server:
    """The PostgreSQL server whose data are in one folder."""

    def __init__(self, folder: Path, *, name: str = "commonlot") -> None:
        self.folder = folder.resolve()
        self.name = name
        self.data = self.folder / "data"
        self.socket_folder = _socket_folder(self.folder)
        self._lease: IO[str] | None = None
        self._lease_pid = 0

    def ensure_running(self) -> None:
        """Take part in the use of the server, and start it if it is down."""
        if self._lease is not None and self._lease_pid == os.getpid() and self.is_up():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._turn():
            self._take_lease()
            if not self.is_up():
                self._start()

    def is_up(self) -> bool:
        """Tell whether somebody listens at the socket."""
        with socket.socket(socket.AF_UNIX) as door:
            try:
                door.connect(str(self.socket_folder / ".s.PGSQL.5432"))
            except OSError:
                return False
        return True

    def leave(self) -> None:
        """End this process's use of the server, and stop it if nobody else uses it."""
        if self._lease is None or self._lease_pid != os.getpid():
            return
        with self._turn():
            lease, self._lease = self._lease, None
            try:
                fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            else:
                self._stop()
            finally:
                lease.close()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let one process at a time start or stop the server."""
        with (self.folder / "turn.lock").open("a") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield

    def _take_lease(self) -> None:
        if self._lease is not None and self._lease_pid == os.getpid():
            return
        lease = (self.folder / "users.lock").open("a")
        fcntl.flock(lease, fcntl.LOCK_SH)
        self._lease, self._lease_pid = lease, os.getpid()
        atexit.register(self.leave)

    def _start(self) -> None:
        programs = find_programs()
        run_as = choose_user(programs, self.folder)
        if not (self.data / "PG_VERSION").exists():
            self._create(programs, run_as)
        self._check_release(programs, run_as)
        _own_folder(self.socket_folder, run_as)
        patience = time.monotonic() + SECONDS_TO_RECOVER
        while (problem := self._try_start(programs, run_as)) and time.monotonic() < patience:
            time.sleep(0.5)
        if problem:
            raise NoDatabase(f"PostgreSQL did not start. It said:\n{problem}")
        self._create_database()

    def _try_start(self, programs: Path, run_as: RunAs) -> str:
        log = self.data / "server.log"
        options = f"-k '{self.socket_folder}'"
        done = run_as.run(
            programs / "pg_ctl", "start", "-w", "-t", "60", "-D", self.data, "-l", log, "-o", options
        )
        if done.returncode == 0:
            return ""
        said = log.read_text(errors="replace").splitlines()[-5:] if log.exists() else []
        return "\n".join([done.stdout.strip(), *said])

    def _create(self, programs: Path, run_as: RunAs) -> None:
        """Make the data folder beside its place and move it there whole."""
        workshop = self.folder / "making"
        shutil.rmtree(workshop, ignore_errors=True)
        _own_folder(workshop, run_as)
        fresh = workshop / "data"
        choices = ("-A", "trust", "-E", "UTF8", "--locale=C", "-U", self.name, "--no-instructions")
        done = run_as.run(programs / "initdb", "-D", fresh, *choices)
        if done.returncode:
            raise NoDatabase(f"PostgreSQL could not make its data folder. It said:\n{done.stdout}")
        with (fresh / "postgresql.conf").open("a") as file:
            file.write(SETTINGS)
        shutil.rmtree(self.data, ignore_errors=True)
        fresh.rename(self.data)
        workshop.rmdir()

    def _check_release(self, programs: Path, run_as: RunAs) -> None:
        """Refuse data that another major release of PostgreSQL made."""
        made_by = (self.data / "PG_VERSION").read_text().strip()
        release = run_as.run(programs / "postgres", "--version").stdout.split()[-1].split(".")[0]
        if made_by != release:
            raise NoDatabase(
                f"The data in {self.data} were made by PostgreSQL {made_by}; release {release} is installed. "
                "Move the folder away (a new one is made), or set DATABASE_URL."
            )

    def _create_database(self) -> None:
        where = f"host='{self.socket_folder}' user={self.name} dbname=postgres"
        with psycopg.connect(where, autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.name])
            if known.fetchone() is None:
                connection.execute(f'CREATE DATABASE "{self.name}"'.encode())

    def _stop(self) -> None:
        if not self.is_up():
            return
        programs = find_programs()
        run_as = choose_user(programs, self.folder)
        run_as.run(programs / "pg_ctl", "stop", "-m", "fast", "-w", "-D", self.data)


def _socket_folder(folder: Path) -> Path:
    """Return a short path that only this folder's server uses."""
    mark = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    for parent in (tempfile.gettempdir(), "/tmp"):  # noqa: S108 - the folder is ours alone, see _own_folder
        path = Path(parent) / f"commonlot-{mark}"
        if len(str(path / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH and "'" not in str(path):
            return path
    raise NoDatabase("The system's temporary folder has too long a path for PostgreSQL's socket. Set TMPDIR.")


def _own_folder(folder: Path, run_as: RunAs) -> None:
    """Make a folder that only the server's user may enter, and refuse one that somebody else made."""
    try:
        folder.mkdir(mode=0o700)
        if run_as.switches_user:
            os.chown(folder, run_as.uid, -1)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != run_as.uid:
            raise NoDatabase(f"{folder} belongs to somebody else. Remove it, or set TMPDIR.") from None
        folder.chmod(0o700)
