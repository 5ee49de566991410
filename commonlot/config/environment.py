"""Reads what an operator set in the environment, and says clearly when it makes no sense."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def flag(name: str, *, default: bool) -> bool:
    """Return a yes-or-no setting."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in YES | NO:
        return value.lower() in YES
    raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")


def words(name: str, *, default: list[str]) -> list[str]:
    """Return a setting that is a list, with commas between."""
    value = os.environ.get(name)
    return default if value is None else [word.strip() for word in value.split(",") if word.strip()]


def kept_secret(path: Path) -> str:
    """Return this installation's secret; the first call makes it and keeps it in a file for its owner only."""
    try:
        return path.read_text()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(48))
    try:
        os.link(draft, path)  # of several first starts at once, one wins and all read its secret
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text()


def database(url: str) -> dict[str, Any]:
    """Return Django's settings of the database: the one at the address, else the embedded one."""
    common = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    if not url:
        return {"ENGINE": "commonlot.config.database", "NAME": "commonlot", "USER": "commonlot", **common}
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must look like postgresql://user:password@host:5432/name.")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        **common,
    }


# These services sign their reports; django-anymail wants the key under the name given here.
SIGNING_KEYS = {
    "mailersend": "MAILERSEND_SIGNING_SECRET",
    "mailgun": "MAILGUN_WEBHOOK_SIGNING_KEY",
    "mandrill": "MANDRILL_WEBHOOK_KEY",
    "postal": "POSTAL_WEBHOOK_KEY",
    "unisender_go": "UNISENDER_GO_API_KEY",
}
SHORTEST_SECRET = 20


def mail_reports(provider: str) -> dict[str, Any]:
    """Return django-anymail's settings: what guards the reports of a mail service; nothing without one."""
    if not provider:
        return {}
    guards = words("COMMONLOT_MAIL_WEBHOOK_SECRET", default=[])
    if not guards or not all(":" in guard and len(guard) >= SHORTEST_SECRET for guard in guards):
        raise ImproperlyConfigured(
            "COMMONLOT_MAIL_PROVIDER needs COMMONLOT_MAIL_WEBHOOK_SECRET, such as user:a-long-random-password."
        )
    own, key = SIGNING_KEYS.get(provider), os.environ.get("COMMONLOT_MAIL_SIGNING_KEY", "")
    if own and not key:
        raise ImproperlyConfigured(f"{provider} signs its reports: set COMMONLOT_MAIL_SIGNING_KEY.")
    return {"WEBHOOK_SECRET": guards, **({own: key} if own else {})}
