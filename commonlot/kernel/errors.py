"""The one error that a person is meant to read."""


class Refused(Exception):
    """An action that was not done, with the sentence to show and, where it applies, the field at fault."""

    def __init__(self, reason: str, *, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field
