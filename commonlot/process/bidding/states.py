"""The life of a bid on paper."""

from enum import StrEnum


class PaperBidStatus(StrEnum):
    RECEIVED = "received"
    TYPED = "typed"
    READ = "read"
    UNOPENED = "unopened"
    WITHDRAWN = "withdrawn"


PAPER_BID_MOVES: dict[PaperBidStatus, frozenset[PaperBidStatus]] = {
    PaperBidStatus.RECEIVED: frozenset(
        {PaperBidStatus.TYPED, PaperBidStatus.UNOPENED, PaperBidStatus.WITHDRAWN}
    ),
    PaperBidStatus.TYPED: frozenset({PaperBidStatus.RECEIVED, PaperBidStatus.READ}),
    PaperBidStatus.READ: frozenset(),
    PaperBidStatus.UNOPENED: frozenset(),
    PaperBidStatus.WITHDRAWN: frozenset(),
}
