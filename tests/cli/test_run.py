"""`commonlot run`: one command brings everything up, one stop signal ends all of it."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from commonlot.cli.__main__ import COMMANDS, usage

PATIENCE = 120


@pytest.fixture(scope="module")
def var_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var of run")


@pytest.fixture
def started(var_folder: Path) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """Everything, started on a free port with a new database, and the port."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "COMMONLOT_"))
    }
    child = subprocess.Popen(
        [sys.executable, "-m", "commonlot.cli", "run", "--no-demo", "--port", str(_free_port())],
        env={**kept, "COMMONLOT_VAR": str(var_folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert child.stdout
    said = []
    for line in child.stdout:
        said.append(line)
        if found := re.search(r"ready at http://localhost:(\d+)/", line):
            break
    else:
        pytest.fail("".join(said))
    yield child, int(found[1])
    if child.poll() is None:
        child.kill()
    child.communicate(timeout=PATIENCE)


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
    return port


def _processes_of(var_folder: Path) -> list[str]:
    """Return the command lines of the processes whose environment or command names the folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            environment = (process / "environ").read_bytes()
        except OSError:
            continue
        if command and str(var_folder).encode() in command + environment:
            found.append(command.replace(b"\0", b" ").decode(errors="replace"))
    return found


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/static/commonlot/mark.svg")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


@pytest.mark.parametrize("stop_signal", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_signal_ends_everything_and_leaves_no_process(
    started: tuple["subprocess.Popen[str]", int], var_folder: Path, stop_signal: signal.Signals
) -> None:
    child, port = started
    assert _answers(port)
    assert len(_processes_of(var_folder)) >= 5  # itself, mail, web and its workers, worker, database
    child.send_signal(stop_signal)
    child.communicate(timeout=PATIENCE)
    assert child.returncode == 0
    assert _processes_of(var_folder) == []


def test_when_it_is_killed_its_parts_still_end(
    started: tuple["subprocess.Popen[str]", int], var_folder: Path
) -> None:
    child, _ = started
    child.kill()
    patience = time.monotonic() + PATIENCE
    while _processes_of(var_folder) and time.monotonic() < patience:
        time.sleep(0.2)
    assert _processes_of(var_folder) == []


def test_a_port_in_use_is_named(var_folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "commonlot.cli", "run", "--port", port]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode != 0
    assert f"port {port} is in use" in done.stderr


def test_an_unknown_command_names_the_known_ones() -> None:
    command = [sys.executable, "-m", "commonlot.cli", "conjure"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 2
    assert "there is no command 'conjure'" in done.stderr
    assert "run" in done.stderr


def test_help_lists_every_command_once() -> None:
    listed = [line.split()[0] for line in usage().splitlines()[2:]]
    assert listed == [name for name in COMMANDS if name in listed]
    assert {"run", "worker", "manage", "docs"} <= set(listed)


def test_the_command_line_starts_without_django() -> None:
    code = "import sys; import commonlot.cli.__main__ as m; m.usage(); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=PATIENCE, check=False).returncode == 0
