"""The life of a request for help, and of the delegation by which a buyer acts on an agency's behalf."""

from enum import StrEnum


class RequestStatus(StrEnum):
    ASKED = "asked"
    ACCEPTED = "accepted"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


REQUEST_MOVES: dict[RequestStatus, frozenset[RequestStatus]] = {
    RequestStatus.ASKED: frozenset({RequestStatus.ACCEPTED, RequestStatus.DECLINED, RequestStatus.WITHDRAWN}),
    RequestStatus.ACCEPTED: frozenset({RequestStatus.DONE, RequestStatus.WITHDRAWN}),
    RequestStatus.DONE: frozenset(),
    RequestStatus.DECLINED: frozenset(),
    RequestStatus.WITHDRAWN: frozenset(),
}


class DelegationStatus(StrEnum):
    PROPOSED = "proposed"
    GRANTED = "granted"
    ENDED = "ended"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


DELEGATION_MOVES: dict[DelegationStatus, frozenset[DelegationStatus]] = {
    DelegationStatus.PROPOSED: frozenset(
        {
            DelegationStatus.GRANTED,
            DelegationStatus.REFUSED,
            DelegationStatus.WITHDRAWN,
            DelegationStatus.LAPSED,
        }
    ),
    DelegationStatus.GRANTED: frozenset({DelegationStatus.ENDED, DelegationStatus.LAPSED}),
    DelegationStatus.ENDED: frozenset(),
    DelegationStatus.REFUSED: frozenset(),
    DelegationStatus.WITHDRAWN: frozenset(),
    DelegationStatus.LAPSED: frozenset(),
}
