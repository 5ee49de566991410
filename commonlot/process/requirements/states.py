"""The lives of a pool, of an agency's part in it, of a line, and of an uploaded file."""

from enum import StrEnum


class PoolStatus(StrEnum):
    PLANNED = "planned"
    COLLECTING = "collecting"
    POOLING = "pooling"
    FROZEN = "frozen"
    SHORT_POOL = "short_pool"
    OUT_TO_BID = "out_to_bid"
    AWARDED = "awarded"
    CLOSED = "closed"
    CANCELLED = "cancelled"


POOL_MOVES: dict[PoolStatus, frozenset[PoolStatus]] = {
    PoolStatus.PLANNED: frozenset({PoolStatus.COLLECTING, PoolStatus.CANCELLED}),
    PoolStatus.COLLECTING: frozenset({PoolStatus.POOLING, PoolStatus.CANCELLED}),
    PoolStatus.POOLING: frozenset({PoolStatus.COLLECTING, PoolStatus.FROZEN, PoolStatus.CANCELLED}),
    PoolStatus.FROZEN: frozenset({PoolStatus.SHORT_POOL, PoolStatus.OUT_TO_BID, PoolStatus.CANCELLED}),
    PoolStatus.SHORT_POOL: frozenset({PoolStatus.FROZEN, PoolStatus.CANCELLED}),
    PoolStatus.OUT_TO_BID: frozenset({PoolStatus.AWARDED, PoolStatus.FROZEN, PoolStatus.CANCELLED}),
    PoolStatus.AWARDED: frozenset({PoolStatus.CLOSED}),
    PoolStatus.CLOSED: frozenset(),
    PoolStatus.CANCELLED: frozenset(),
}


class ParticipationStatus(StrEnum):
    INVITED = "invited"
    JOINED = "joined"
    DECLINED = "declined"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


PARTICIPATION_MOVES: dict[ParticipationStatus, frozenset[ParticipationStatus]] = {
    ParticipationStatus.INVITED: frozenset({ParticipationStatus.JOINED, ParticipationStatus.DECLINED}),
    ParticipationStatus.JOINED: frozenset({ParticipationStatus.SUBMITTED, ParticipationStatus.DECLINED}),
    ParticipationStatus.DECLINED: frozenset({ParticipationStatus.JOINED}),
    ParticipationStatus.SUBMITTED: frozenset(
        {ParticipationStatus.JOINED, ParticipationStatus.ACCEPTED, ParticipationStatus.WITHDRAWN}
    ),
    ParticipationStatus.ACCEPTED: frozenset({ParticipationStatus.WITHDRAWN}),
    ParticipationStatus.WITHDRAWN: frozenset(),
}


class LineStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    FROZEN = "frozen"


LINE_MOVES: dict[LineStatus, frozenset[LineStatus]] = {
    LineStatus.DRAFT: frozenset({LineStatus.SUBMITTED}),
    LineStatus.SUBMITTED: frozenset({LineStatus.DRAFT, LineStatus.RETURNED, LineStatus.ACCEPTED}),
    LineStatus.RETURNED: frozenset({LineStatus.SUBMITTED}),
    LineStatus.ACCEPTED: frozenset({LineStatus.FROZEN}),
    LineStatus.FROZEN: frozenset(),
}


class ImportStatus(StrEnum):
    UPLOADED = "uploaded"
    CHECKED = "checked"
    IMPORTING = "importing"
    IMPORTED = "imported"
    REFUSED = "refused"


IMPORT_MOVES: dict[ImportStatus, frozenset[ImportStatus]] = {
    ImportStatus.UPLOADED: frozenset({ImportStatus.CHECKED, ImportStatus.REFUSED}),
    ImportStatus.CHECKED: frozenset({ImportStatus.CHECKED, ImportStatus.IMPORTING, ImportStatus.REFUSED}),
    ImportStatus.IMPORTING: frozenset({ImportStatus.IMPORTED, ImportStatus.REFUSED}),
    ImportStatus.IMPORTED: frozenset(),
    ImportStatus.REFUSED: frozenset(),
}
