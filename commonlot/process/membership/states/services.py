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


class ServiceRequestStatus(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


SERVICE_REQUEST_MOVES: dict[ServiceRequestStatus, frozenset[ServiceRequestStatus]] = {
    ServiceRequestStatus.ASKED: frozenset(
        {ServiceRequestStatus.ANSWERED, ServiceRequestStatus.DECLINED, ServiceRequestStatus.WITHDRAWN}
    ),
    ServiceRequestStatus.ANSWERED: frozenset(),
    ServiceRequestStatus.DECLINED: frozenset(),
    ServiceRequestStatus.WITHDRAWN: frozenset(),
}
