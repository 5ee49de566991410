"""An address of mail as a mark that cannot be read back: kept where the address itself must not be kept."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "commonlot.records.notices.address"


def hash_of(address: str) -> str:
    """Return the mark of an address."""
    return _hash(address, settings.SECRET_KEY)


def hashes_of(address: str) -> list[str]:
    """Return the marks an address may be kept under: one for each secret key that still counts."""
    keys: Iterable[str] = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [_hash(address, key) for key in keys]


def _hash(address: str, key: str) -> str:
    return salted_hmac(SALT, address.strip().lower(), secret=key, algorithm="sha256").hexdigest()
