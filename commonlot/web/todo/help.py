"""Help in the lists of things to do: the county's queue and delegations, and what an agency must look at."""

from collections.abc import Iterator
from datetime import datetime

from commonlot.kernel.actor import Role
from commonlot.process.membership import queries
from commonlot.process.membership.access import is_buyer
from commonlot.process.membership.states import DelegationStatus
from commonlot.records.access.models import Seat
from commonlot.web.todo.task import Task, page_of

MOST = 50
QUEUE = "membership:help"


def county_help(seat: Seat, *, now: datetime) -> Iterator[Task]:
    """Give the requests to take, the ones this buyer has, and their delegations that end soon."""
    if not is_buyer(seat):
        return
    for asked in queries.queue(seat)[:MOST]:
        yield Task(
            f"Take a request of {asked.agency}",
            asked.get_kind_display(),
            asked.needed_by,
            tag="Asks for help",
            url=page_of(asked, "membership:help_request", index=QUEUE),
        )
    for asked in queries.being_done(seat).filter(taken_by=seat)[:MOST]:
        yield Task(
            f"{asked.get_kind_display()}: {asked.agency}",
            "You took this request.",
            asked.needed_by,
            tag="Yours",
            kind="info",
            url=page_of(asked, "membership:help_request", index=QUEUE),
        )
    for each in queries.ending_soon(seat, now=now)[:MOST]:
        yield Task(
            f"Finish or propose anew: you act for {each.agency}",
            "From that day on you cannot act for them.",
            each.ends_on,
            tag="Ends soon",
            url=page_of(each, "membership:delegation", index=QUEUE),
        )


def member_help(seat: Seat) -> Iterator[Task]:
    """Give the proposals to grant, what was asked for, and who acts on the agency's behalf."""
    if seat.is_lent:
        return
    for each in queries.open_delegations(seat)[:MOST]:
        url = page_of(each, "membership:delegation", index=QUEUE)
        if each.status == DelegationStatus.PROPOSED:
            decides = seat.has(Role.AGENCY_ADMINISTRATOR)
            title = f"May {each.buyer.user} act for you?"
            why = "Look at what, how much and until when; then grant or refuse it."
            kind = "needs" if decides else "plain"
            yield Task(
                title, why if decides else "With your administrator.", tag="To be granted", kind=kind, url=url
            )
        else:
            why = "See what was done on your behalf. You can end it at any time."
            yield Task(
                f"{each.buyer.user} acts for you",
                why,
                each.ends_on,
                "Until before that day",
                "Runs",
                "plain",
                url,
            )
    for asked in queries.queue(seat)[:MOST]:
        yield Task(
            f"You asked for help: {asked.get_kind_display()}",
            "A buyer of the county takes it or says why not.",
            asked.needed_by,
            tag="With the county",
            kind="plain",
            url=page_of(asked, "membership:help_request", index=QUEUE),
        )
