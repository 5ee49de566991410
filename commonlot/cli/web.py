"""The web server of `commonlot run`: loads the pages while the database is prepared, then waits for the word to go."""

import argparse
import sys
from typing import Any

import django
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]


class Web(BaseApplication):  # type: ignore[misc]
    """Gunicorn around pages that are loaded once and shared by its processes."""

    def __init__(self, **choices: Any) -> None:
        self.choices = choices
        super().__init__()

    def load_config(self) -> None:
        """Take the choices as gunicorn's settings."""
        for name, value in self.choices.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the site."""
        return get_wsgi_application()


def main(arguments: list[str]) -> int:
    """Load the pages, wait for a line on standard input, then serve until stopped; without a line, end."""
    parser = argparse.ArgumentParser(prog="commonlot.cli.web")
    parser.add_argument("--bind", required=True)
    parser.add_argument("--workers", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    options = parser.parse_args(arguments)
    django.setup()
    get_resolver().check()
    if not sys.stdin.readline():
        return 1
    Web(
        **vars(options),
        worker_class="gthread",
        preload_app=True,
        control_socket_disable=True,
        graceful_timeout=5,
        max_requests=20_000,
        max_requests_jitter=2_000,
        loglevel="warning",
    ).run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
