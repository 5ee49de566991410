"""The embedded PostgreSQL: one server for many users, and none left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from commonlot.config.database import server as server_module
from commonlot.config.database.programs import NoDatabase
from commonlot.config.database.server import Server

ONE_USER = """
import sys
from pathlib import Path
from commonlot.config.database.server import Server
server = Server(Path(sys.argv[1]))
server.ensure_running()
print("up", flush=True)
sys.stdin.readline()
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a space and an apostrophe in its name, which for root no other user can reach."""
    return tmp_path_factory.mktemp("the county's data base")


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    server = Server(folder)
    yield server
    server.leave()


def _user(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", ONE_USER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _postmaster(server: Server) -> int:
    return int((server.data / "postmaster.pid").read_text().splitlines()[0])


def _say(user: "subprocess.Popen[str]") -> str:
    assert user.stdout
    return user.stdout.readline().strip()


def test_it_starts_by_itself_and_the_last_user_stops_it(server: Server) -> None:
    server.ensure_running()
    with psycopg.connect(f"host='{server.socket_folder}' user=commonlot dbname=commonlot") as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    connection.close()
    server.leave()
    assert not server.is_up()


def test_four_starts_at_once_give_one_server_that_stays_for_the_last_of_them(server: Server) -> None:
    users = [_user(server.folder) for _ in range(4)]
    assert [_say(user) for user in users] == ["up"] * 4
    first = _postmaster(server)
    for user in users[:3]:
        user.communicate("\n", timeout=30)
    assert server.is_up()
    assert _postmaster(server) == first
    users[3].communicate("\n", timeout=30)
    assert not server.is_up()


def test_a_user_that_was_killed_does_not_keep_the_server_for_ever(server: Server) -> None:
    killed = _user(server.folder)
    assert _say(killed) == "up"
    killed.kill()
    killed.communicate()
    assert server.is_up()
    server.ensure_running()
    server.leave()
    assert not server.is_up()


def test_it_starts_again_after_a_crash(server: Server) -> None:
    server.ensure_running()
    os.kill(_postmaster(server), signal.SIGKILL)
    patience = time.monotonic() + 5
    while server.is_up() and time.monotonic() < patience:
        time.sleep(0.05)
    server.ensure_running()
    assert server.is_up()


def test_only_the_servers_user_may_enter_the_socket_folder(server: Server) -> None:
    server.ensure_running()
    assert server.socket_folder.stat().st_mode & 0o777 == 0o700


def test_data_of_another_release_are_refused_with_advice(server: Server) -> None:
    server.ensure_running()
    server.leave()
    mark = server.data / "PG_VERSION"
    written = mark.read_text()
    mark.write_text("9\n")
    try:
        with pytest.raises(NoDatabase, match="were made by PostgreSQL 9"):
            server.ensure_running()
    finally:
        mark.write_text(written)


def test_a_socket_folder_that_somebody_else_put_there_is_refused(tmp_path: Path) -> None:
    server = Server(tmp_path / "postgres")
    server.socket_folder.symlink_to(tmp_path)
    try:
        with pytest.raises(NoDatabase, match="belongs to somebody else"):
            server.ensure_running()
    finally:
        server.socket_folder.unlink()


def test_the_path_of_the_socket_is_never_too_long(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a-folder-with-a-long-name"] * 8)
    path = Server(deep).socket_folder / ".s.PGSQL.5432"
    assert len(str(path)) <= server_module.LONGEST_SOCKET_PATH
