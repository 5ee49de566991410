"""What every test stands on: one migrated template database, no network, repeatable properties."""

import hashlib
import ipaddress
import os
import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from pytest_django.plugin import blocking_manager_key

from tests.database import fresh_database

ROOT = Path(__file__).resolve().parent.parent
# The shell without windows is Debian's same Chromium, and is quicker.
CHROMIUM = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
pytest.register_assert_rewrite("tests.browser", "tests.factories")
pytest_plugins = ["tests.cast"] if find_spec("tests.cast") else []

settings.register_profile("day", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("day"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "day")


# --- nothing leaves this machine ----------------------------------------------------------------------------
def _refuse_the_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "socket.connect":
        return
    address = arguments[1]
    if isinstance(address, tuple) and not _is_here(str(address[0])):
        raise PermissionError(f"A test tried to reach {address[0]}; tests talk to this machine only.")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


sys.addaudithook(_refuse_the_network)


# --- one migrated template, cloned for each worker ----------------------------------------------------------
@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
) -> Iterator[None]:
    """Give this worker its own copy of the migrated template database."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "alone")
    anew = bool(request.config.getoption("create_db", default=False))
    with django_db_blocker.unblock(), fresh_database(worker, _state_of_the_schema(), anew=anew):
        yield


def _state_of_the_schema() -> str:
    """Return a mark that changes whenever a migration, what it loads, or a dependency changes."""
    mark = hashlib.sha256()
    loaded = [*ROOT.glob("commonlot/**/migrations/*.py"), *ROOT.glob("commonlot/**/data/*.toml")]
    for path in sorted([*loaded, ROOT / "requirements" / "dev.txt"]):
        mark.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return mark.hexdigest()


# --- the law, which comes with the migrations --------------------------------------------------------------
EMPTIES = pytest.StashKey[bool]()


@pytest.fixture(autouse=True)
def _note_who_empties_the_database(request: pytest.FixtureRequest) -> None:
    """Note a test in real transactions: after it Django empties every table, also those that migrations filled."""
    marker = request.node.get_closest_marker("django_db")
    real = marker is not None and bool(marker.kwargs.get("transaction"))
    request.node.stash[EMPTIES] = real or not {"transactional_db", "live_server"}.isdisjoint(
        request.fixturenames
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Put the law back once such a test is over, so that the next one finds it as after the migrations."""
    result = yield
    if nextitem is not None and item.stash.get(EMPTIES, False):
        from commonlot.records.legal.actions import load_pack

        with item.config.stash[blocking_manager_key].unblock():
            load_pack()
    return result


# --- real files that are not part of the repository ---------------------------------------------------------
def _shared_data() -> Path:
    return Path(os.environ.get("COMMONLOT_SHARED_DATA") or ROOT.parent / "shared" / "data").resolve()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of the shared real files (mark the test with `needs_shared_data`)."""
    return _shared_data()


KEPT_TOGETHER = ("cli/test_demo.py",)


# --- the browser --------------------------------------------------------------------------------------------
def _chromium() -> str | None:
    named = os.environ.get("COMMONLOT_CHROMIUM")
    return named or next(filter(None, map(shutil.which, CHROMIUM)), None)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start Debian's Chromium, quiet and, for root, without its own sandbox."""
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    quiet = ["gpu", "quic", "background-networking", "component-update", "sync", "dev-shm-usage"]
    arguments = ["--no-first-run", *(f"--disable-{name}" for name in quiet)]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return {"executable_path": _chromium(), "args": arguments}


def _long(item: pytest.Item) -> str:
    """Return with what a long test is started: a journey alone, a file of long set-up as a whole, else nothing."""
    if "journeys" in item.nodeid:
        return item.nodeid
    return next((name for name in KEPT_TOGETHER if name in item.nodeid), "")


def _begin_with_the_long_ones(items: list[pytest.Item], workers: int) -> None:
    """Let each worker begin with what takes minutes: a journey that starts last is waited for alone.

    What is set up once for a file is set up once for each worker that gets a part of it: such files stay together,
    since a worker that has nothing left takes from the others' ends.
    """
    bundles: dict[str, list[pytest.Item]] = {}
    for item in items:
        if name := _long(item):
            bundles.setdefault(name, []).append(item)
    longest_first = sorted(bundles, key=lambda name: ("from_need_to_savings" not in name, "journeys" in name))
    shares = [
        [item for name in longest_first[worker::workers] for item in bundles[name]]
        for worker in range(workers)
    ]
    rest = iter([item for item in items if not _long(item)])
    share = -(-len(items) // workers)
    items[:] = [item for mine in shares for item in [*mine, *islice(rest, max(0, share - len(mine)))]] + list(
        rest
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark as not run, with the reason, exactly the tests that this machine cannot run; put long ones first."""
    _begin_with_the_long_ones(items, int(getattr(config, "workerinput", {}).get("workercount", 1)))
    lacking = {}
    if _chromium() is None:
        lacking["browser"] = "Chromium is not installed (install it, or run `make test` as root or with sudo)"
    if not _shared_data().is_dir():
        lacking["needs_shared_data"] = "the shared real files are not here (set COMMONLOT_SHARED_DATA)"
    for item in items:
        for marker, reason in lacking.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))
