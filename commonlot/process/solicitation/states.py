"""The life of a solicitation."""

from enum import StrEnum


class Status(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    CLOSED = "closed"
    OPENED = "opened"
    EVALUATED = "evaluated"
    AWARDED = "awarded"
    REJECTED_ALL = "rejected_all"
    CANCELLED = "cancelled"


MOVES: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.IN_REVIEW, Status.CANCELLED}),
    Status.IN_REVIEW: frozenset({Status.DRAFT, Status.PUBLISHED, Status.CANCELLED}),
    Status.PUBLISHED: frozenset({Status.CLOSED, Status.CANCELLED}),
    Status.CLOSED: frozenset({Status.OPENED, Status.CANCELLED}),
    Status.OPENED: frozenset({Status.EVALUATED, Status.CANCELLED}),
    Status.EVALUATED: frozenset({Status.AWARDED, Status.REJECTED_ALL, Status.CANCELLED}),
    Status.AWARDED: frozenset(),
    Status.REJECTED_ALL: frozenset(),
    Status.CANCELLED: frozenset(),
}

PUBLIC: frozenset[Status] = frozenset(Status) - {Status.DRAFT, Status.IN_REVIEW}
