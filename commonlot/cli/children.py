"""The processes that `commonlot run` starts: none outlives it."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time

SECONDS_TO_STOP = 10
PR_SET_PDEATHSIG = 1


def _stop_with_parent() -> None:
    """Ask Linux to stop this process if its parent dies without a word; elsewhere do nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Children:
    """Processes that start one by one and stop together, the last started first."""

    def __init__(self) -> None:
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, module: str, *arguments: str) -> None:
        """Start one Python module as a process of its own."""
        # Its own session: Ctrl-C at the terminal reaches the parent only, which then stops each in turn.
        self._running[name] = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=_stop_with_parent,  # noqa: PLW1509 - this process has one thread
        )

    def say_go(self, name: str) -> None:
        """Tell a process that waits for a line on its standard input to go on."""
        entrance = self._running[name].stdin
        if entrance:
            with contextlib.suppress(BrokenPipeError):
                entrance.write(b"go\n")
                entrance.flush()

    def first_ended(self) -> str | None:
        """Return the name of a process that has ended, if there is one."""
        return next((name for name, child in self._running.items() if child.poll() is not None), None)

    def wait_for_first_end(self) -> int:
        """Wait until one process ends, which none should, and return its status as a failure."""
        while (name := self.first_ended()) is None:
            time.sleep(0.2)
        status = self._running[name].returncode
        print(
            f"commonlot run: {name} ended by itself (status {status}), so everything stops.", file=sys.stderr
        )
        return status or 1

    def stop(self) -> None:
        """Stop every process: with a word first, and by force those that do not listen."""
        for child in reversed(self._running.values()):
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        patience = time.monotonic() + SECONDS_TO_STOP
        for child in self._running.values():
            try:
                child.wait(max(0.1, patience - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
            if child.stdin:
                child.stdin.close()
        self._running.clear()
