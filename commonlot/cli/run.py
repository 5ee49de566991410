"""`commonlot run`: brings the database up to date, starts web server and worker, and stops them all together."""

import argparse
import contextlib
import http.client
import os
import signal
import socket
import sys
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import NoReturn

from commonlot.cli.children import Children

USUAL_PORT = 8000
ANYWHERE = "0.0.0.0"  # noqa: S104 - an operator may ask for it
SECONDS_TO_ANSWER = 90


def main(arguments: list[str]) -> int:
    """Run everything until Ctrl-C, a stop signal, or the end of one part."""
    began = time.monotonic()
    options = _read(arguments)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, _stop)
    children = Children()
    status = 0
    try:
        port = _choose_port(options.host, options.port)
        mail_port = _set_environment(options, port)
        _start(children, options, port, mail_port)
        _prepare()
        children.say_go("web")
        if _answers(children, options.host, port):
            children.start("worker", "commonlot.cli.worker")
            print(_welcome(port, time.monotonic() - began), flush=True)
        status = children.wait_for_first_end()
    except KeyboardInterrupt:
        print("\nStopping.", flush=True)
    finally:
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        children.stop()
    return status


def _read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="commonlot run", description=__doc__)
    usual = os.environ.get("COMMONLOT_PORT")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument(
        "--port", type=int, default=int(usual) if usual else None, help="default: 8000 or the next free"
    )
    parser.add_argument("--web-workers", type=int, default=2, help="processes of the web server (default: 2)")
    parser.add_argument("--threads", type=int, default=4, help="threads of each (default: 4)")
    parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")
    return parser.parse_args(arguments)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _choose_port(host: str, asked: int | None) -> int:
    """Return the port asked for, else the first free one from 8000 on."""
    for port in [asked] if asked else range(USUAL_PORT, USUAL_PORT + 50):
        with socket.socket() as door, contextlib.suppress(OSError):
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind((host, port))
            return port
    sys.exit(
        f"commonlot run: port {asked or USUAL_PORT} is in use. Choose another with --port or COMMONLOT_PORT."
    )


def _set_environment(options: argparse.Namespace, port: int) -> int | None:
    """Set what the settings read, and return the port for the mail sink (none: real mail is set up)."""
    has_own_database = "DATABASE_URL" in os.environ
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonlot.config.settings")
    os.environ.setdefault("COMMONLOT_ADDRESS", f"http://localhost:{port}")
    os.environ.setdefault("COMMONLOT_DEMO", "no" if has_own_database or options.no_demo else "yes")
    if "COMMONLOT_SMTP_HOST" in os.environ:
        return None
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        mail_port: int = door.getsockname()[1]
    os.environ.update(COMMONLOT_SMTP_HOST="127.0.0.1", COMMONLOT_SMTP_PORT=str(mail_port))
    return mail_port


def _prepare() -> None:
    """Bring tables, static files and the demonstration up to date; quick when there is nothing to do."""
    import django

    django.setup()
    from commonlot.cli import preparation

    preparation.migrate()
    preparation.collect_static_files()
    preparation.fill_if_empty()


def _start(children: Children, options: argparse.Namespace, port: int, mail_port: int | None) -> None:
    """Start what loads while the database is prepared."""
    children.start(
        "web",
        "commonlot.cli.web",
        *("--bind", f"{options.host}:{port}"),
        *("--workers", str(options.web_workers), "--threads", str(options.threads)),
    )
    if mail_port:
        children.start("mail", "commonlot.cli.mail_sink", str(mail_port), str(_var_folder() / "mail"))


def _var_folder() -> Path:
    from django.conf import settings

    return Path(settings.VAR_FOLDER)


def _answers(children: Children, host: str, port: int) -> bool:
    """Wait for the first page, and tell whether it came."""
    patience = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < patience and not children.first_ended():
        connection = http.client.HTTPConnection("127.0.0.1" if host == ANYWHERE else host, port, timeout=30)
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
            connection.getresponse().read()
            return True
        time.sleep(0.1)
    return False


def _welcome(port: int, seconds: float) -> str:
    lines = ["", f"Commonlot is ready at http://localhost:{port}/  ({seconds:.1f} s). Ctrl-C stops it."]
    for who, email, password in _sign_ins():
        lines.append(f"  {who:<44} {email:<36} {password}")
    return "\n".join([*lines, ""])


def _sign_ins() -> list[tuple[str, str, str]]:
    """Return who may sign in to the demonstration, by its own list; none when this is no demonstration."""
    from django.conf import settings

    if not settings.COMMONLOT_DEMO or find_spec("commonlot.cli.demo") is None:
        return []
    found: list[tuple[str, str, str]] = import_module("commonlot.cli.demo").sign_ins()
    return found
