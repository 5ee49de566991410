"""The one clock the screens read."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """Return the moment it is, moved by COMMONLOT_CLOCK_OFFSET where tests and rehearsals set one."""
    offset: timedelta = getattr(settings, "COMMONLOT_CLOCK_OFFSET", timedelta(0))
    return timezone.now() + offset
