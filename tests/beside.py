"""Two things at the same instant: one in the test's own transaction, the other beside it on a connection of its own."""

import threading
from collections.abc import Callable

from django.db import connection

from commonlot.kernel.errors import Refused

PATIENCE = 20


class Beside:
    """Something that runs in a second connection; `outcome` is what it returned, or why it was refused."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._act = act
        self._outcome: list[object] = []
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._outcome.append(self._act())
        except Refused as refusal:
            self._outcome.append(refusal)
        finally:
            connection.close()

    def must_wait(self) -> None:
        """Assert that it cannot go on as long as the first transaction is open."""
        self._thread.join(0.5)
        assert self._thread.is_alive(), "it must wait for the first"

    @property
    def outcome(self) -> object:
        """What came of it, once it is over."""
        self._thread.join(PATIENCE)
        assert self._outcome, "it did not end, or it broke: see the thread's own traceback"
        return self._outcome[0]
