"""Say why not: one answer guards the action, hides the button and stands beside it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from commonlot.kernel.errors import Refused

Rule = Callable[..., str | None]


class Policy:
    """A rule (actor, subject, *, now) that returns None when allowed, else the reason in one sentence."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.__name__, self.__doc__ = rule.__name__, rule.__doc__

    def why_not(self, actor: Any, *subjects: Any, now: datetime) -> str | None:
        """Return the reason why the actor may not, or None."""
        return self.rule(actor, *subjects, now=now)

    def allows(self, actor: Any, *subjects: Any, now: datetime) -> bool:
        """Say whether the actor may."""
        return self.why_not(actor, *subjects, now=now) is None

    def require(self, actor: Any, *subjects: Any, now: datetime) -> None:
        """Refuse with the reason unless the actor may."""
        reason = self.why_not(actor, *subjects, now=now)
        if reason is not None:
            raise Refused(reason)
