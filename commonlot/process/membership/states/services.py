"""The lives of a shared service in the directory, and of an agency's request for it."""

from enum import StrEnum


class ServiceStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"


SERVICE_MOVES: dict[ServiceStatus, frozenset[ServiceStatus]] = {
    ServiceStatus.DRAFT: frozenset({ServiceStatus.PUBLISHED}),
    ServiceStatus.PUBLISHED: frozenset({ServiceStatus.UNPUBLISHED}),
    ServiceStatus.UNPUBLISHED: frozenset({ServiceStatus.PUBLISHED}),
}


class RequestStatus(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


REQUEST_MOVES: dict[RequestStatus, frozenset[RequestStatus]] = {
    RequestStatus.ASKED: frozenset({RequestStatus.ANSWERED, RequestStatus.DECLINED, RequestStatus.WITHDRAWN}),
    RequestStatus.ANSWERED: frozenset(),
    RequestStatus.DECLINED: frozenset(),
    RequestStatus.WITHDRAWN: frozenset(),
}
