"""What joining asks of people: applications to verify, agreements to lay before boards, ends to watch."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from commonlot.kernel.actor import Role
from commonlot.process.membership.models import Agreement
from commonlot.process.membership.queries import ending_within, waiting_applications
from commonlot.process.membership.states import AgreementStatus
from commonlot.records.access.models import Seat
from commonlot.web.menu import find_url_of
from commonlot.web.todo.task import Task
from commonlot.web.words import count, day

MOST = 50
# A board that votes before the last day needs it on its agenda two weeks before.
AGENDA = timedelta(days=14)
FRIDAY = 4
STEPS = {
    AgreementStatus.DRAFT: (
        "Lay the agreement before your board",
        "The agreement and a model resolution are ready.",
    ),
    AgreementStatus.BOARD_PENDING: ("Record your board’s vote", "The agreement lies before the board."),
}


def applications_to_verify(seat: Seat) -> Iterator[Task]:
    """Give the county's staff the applications that wait, the oldest first."""
    kind = "needs" if seat.has(Role.BUYER, Role.PURCHASING_AGENT, Role.ADMINISTRATOR) else "plain"
    for each in waiting_applications()[:MOST]:
        uncertain = each.answer == "uncertain"
        why = "Counsel must say whether it may take part." if uncertain else "Compare it with the directory."
        since = (
            f"Waits since {day(each.confirmed_at, year=False, weekday=False)}" if each.confirmed_at else ""
        )
        yield Task(
            f"Verify the application of {each}",
            why,
            due_note=since,
            tag="Ask counsel" if uncertain else "Applied",
            kind=kind,
            url=find_url_of("membership:verify", each.pk),
        )


def agreements_elsewhere(*, now: datetime) -> Iterator[Task]:
    """Give the county the agreements that wait for a board, and those that end soon."""
    pending = Agreement.objects.filter(status=AgreementStatus.BOARD_PENDING)
    for each in pending.select_related("agency__organisation").order_by("pk")[:MOST]:
        yield Task(f"Agreement of {each.agency}", "With its board.", tag="Before its board", kind="plain",
                   url=find_url_of("membership:agency", each.agency_id))  # fmt: skip
    today = timezone.localdate(now)
    for each in ending_within(_first_mark(), on=today)[:MOST]:
        left = count(each.days_left(today) or 0, "day")
        yield Task(f"Agreement of {each.agency} lapses in {left}", "Its administrator was reminded.", each.ends_on,
                   tag="Ends soon", kind="plain", url=find_url_of("membership:agency", each.agency_id))  # fmt: skip


def agreement_tasks(seat: Seat, *, now: datetime) -> Iterator[Task]:
    """Give an agency's administrator the next step of its agreement, with the day by which to act."""
    if not seat.has(Role.AGENCY_ADMINISTRATOR):
        return
    held = list(
        Agreement.objects.filter(agency__organisation=seat.organisation_pk).order_by("-starts_on", "-pk")
    )
    today = timezone.localdate(now)
    ending = next((each for each in held if _ends_soon(each, held, today)), None)
    open_one = next((each for each in held if each.status in STEPS), None)
    if ending is not None and ending.ends_on is not None:
        yield _renewal(ending, ending.ends_on, open_one, today)
    elif open_one is not None:
        what, why = STEPS[AgreementStatus(open_one.status)]
        yield Task(what, why, tag=_tag(open_one), url=_page(open_one))
    elif not any(each.counted_on(today) or _is_coming(each, today) for each in held):
        yield from _after_the_end(held)


def _renewal(ending: Agreement, end: date, open_one: Agreement | None, today: date) -> Task:
    left = count((end - today).days, "day")
    pending = open_one is not None and open_one.status == AgreementStatus.BOARD_PENDING
    what = "record the vote on its renewal" if pending else "lay its renewal before the board"
    agenda = _working_day(end - AGENDA)
    return Task(
        f"Your agreement lapses in {left}: {what}",
        "After that your agency keeps what it has and can join nothing new.",
        agenda if agenda >= today else end,
        due_note=f"For the agenda; lapses {day(end, weekday=False)}"
        if agenda >= today
        else "The first day without it",
        tag=_tag(open_one) if open_one is not None else "Ends soon",
        url=_page(ending),
    )


def _working_day(value: date) -> date:
    """Return the day, or the Friday before a weekend: a clerk's office is closed then."""
    return value - timedelta(days=max(0, value.weekday() - FRIDAY))


def _after_the_end(held: list[Agreement]) -> Iterator[Task]:
    over = next((each for each in held if each.board_voted_on and each.status != AgreementStatus.ENDED), None)
    if over is not None and over.ends_on is not None:
        yield Task(
            "Your agreement lapsed: lay its renewal before the board",
            f"It ended on {day(over.ends_on, weekday=False)}. You keep what you have and can join nothing new.",
            tag="Lapsed",
            url=_page(over),
        )


def _ends_soon(each: Agreement, held: list[Agreement], today: date) -> bool:
    left = each.days_left(today)
    if each.status != AgreementStatus.ACTIVE or left is None or not 0 < left <= _first_mark():
        return False
    return not any(other.renews_id == each.pk and other.status == AgreementStatus.ACTIVE for other in held)


def _is_coming(each: Agreement, today: date) -> bool:
    return each.status == AgreementStatus.ACTIVE and each.starts_on is not None and each.starts_on > today


def _tag(agreement: Agreement) -> str:
    return "Before the board" if agreement.status == AgreementStatus.BOARD_PENDING else "Draft ready"


def _page(agreement: Agreement) -> str:
    return find_url_of("membership:agency", agreement.agency_id)


def _first_mark() -> int:
    return max(settings.COMMONLOT_AGREEMENT_REMINDERS, default=0)
