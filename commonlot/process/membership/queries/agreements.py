"""Reading agreements: what they let an agency do today, which ones end, and what belongs to them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from commonlot.kernel.actor import Role
from commonlot.process.membership.models import Agency, Agreement
from commonlot.process.membership.states import AgreementStatus
from commonlot.records.access.models import Organisation, Seat

UNDER_WAY = (AgreementStatus.DRAFT, AgreementStatus.BOARD_PENDING)
NOTHING_NEW = "It can join nothing new until"


def why_nothing_new(agency: Agency, *, on: date) -> str | None:
    """Return why an agency can join nothing new on a day, or None; what it has it keeps."""
    return reasons_for_nothing_new([agency], on=on).get(agency.pk)


def reasons_for_nothing_new(agencies: Iterable[Agency], *, on: date) -> dict[int, str]:
    """Return, by agency, why it can join nothing new on a day, in one query; who may join is left out."""
    members = [each for each in agencies if each.organisation.kind != Organisation.Kind.LEAD_AGENCY]
    held: dict[int, list[Agreement]] = {each.pk: [] for each in members}
    for agreement in Agreement.objects.filter(agency__in=held).order_by("starts_on", "pk"):
        held[agreement.agency_id].append(agreement)
    reasons = {each.pk: _why_nothing_new(each, held[each.pk], on) for each in members}
    return {pk: reason for pk, reason in reasons.items() if reason is not None}


def reasons_after_a_lapse(agencies: Iterable[Agency], *, on: date) -> dict[int, str]:
    """Return, by agency, why one that had an agreement can join nothing new; others are left out."""
    members = list(agencies)
    voted = Agreement.objects.filter(agency__in=members, board_voted_on__isnull=False)
    had_one = set(voted.values_list("agency_id", flat=True))
    return reasons_for_nothing_new([each for each in members if each.pk in had_one], on=on)


def _why_nothing_new(agency: Agency, held: Sequence[Agreement], on: date) -> str | None:
    active = [each for each in held if each.status == AgreementStatus.ACTIVE]
    if any(each.counted_on(on) for each in active):
        return None
    coming = next((each for each in active if each.starts_on is not None and each.starts_on > on), None)
    if coming is not None and coming.starts_on is not None:
        return (
            f"The agreement of {agency} is in force from {day_words(coming.starts_on)}. {NOTHING_NEW} then."
        )
    over = [each for each in held if each.board_voted_on is not None]
    last = max(over, key=_end, default=None)
    if last is not None and last.status == AgreementStatus.ENDED:
        return (
            f"The agreement of {agency} was ended. It keeps what it has. "
            f"{NOTHING_NEW} its board votes for a new one."
        )
    if last is not None:
        return (
            f"The agreement of {agency} lapsed on {day_words(_end(last))}. It keeps what it has. "
            f"{NOTHING_NEW} its board votes for a renewal."
        )
    if any(each.status == AgreementStatus.BOARD_PENDING for each in held):
        return (
            f"{agency} has no agreement in force: it lies before its board. "
            f"{NOTHING_NEW} the board votes for it."
        )
    return f"{agency} has no agreement in force. {NOTHING_NEW} its board votes for one."


def _end(agreement: Agreement) -> date:
    ends = [each for each in (agreement.ends_on, agreement.ended_on) if each is not None]
    return min(ends, default=date.max)


def ending_within(days: int, *, on: date) -> QuerySet[Agreement]:
    """Return the agreements in force that end within so many days and that nothing follows yet, the first first."""
    following = Agreement.objects.filter(
        agency=OuterRef("agency"), status=AgreementStatus.ACTIVE, starts_on__gte=OuterRef("ends_on")
    )
    ending = Agreement.objects.in_force(on=on).filter(ends_on__lte=date.fromordinal(on.toordinal() + days))
    return ending.exclude(Exists(following)).select_related("agency__organisation").order_by("ends_on", "pk")


def renewal_of(agreement: Agreement) -> Agreement | None:
    """Return the renewal of an agreement that is under way or in force, if there is one."""
    return agreement.renewals.exclude(status=AgreementStatus.ENDED).first()


def administrators_of(organisation: Organisation, *, now: datetime) -> list[Seat]:
    """Return who administers an agency now."""
    seats = Seat.objects.current(now=now).filter(organisation=organisation).select_related("user")
    return [seat for seat in seats if seat.has(Role.AGENCY_ADMINISTRATOR)]


def purchasing_staff(*, now: datetime) -> list[Seat]:
    """Return who works at the county's purchasing desk now."""
    seats = Seat.objects.current(now=now).filter(organisation__kind=Organisation.Kind.LEAD_AGENCY)
    return [seat for seat in seats.select_related("user") if seat.has(Role.BUYER, Role.PURCHASING_AGENT)]


def who_may_verify(*, now: datetime) -> list[Seat]:
    """Return who may accept or decline an application now."""
    seats = Seat.objects.current(now=now).filter(organisation__kind=Organisation.Kind.LEAD_AGENCY)
    staff = (Role.BUYER, Role.PURCHASING_AGENT, Role.ADMINISTRATOR)
    return [seat for seat in seats.select_related("user") if seat.has(*staff)]


def agency_link(agency: Agency) -> str:
    """Return the address of an agency's page, for a mail."""
    return settings.COMMONLOT_ADDRESS.rstrip("/") + reverse("membership:agency", args=[agency.pk])


def day_words(value: date) -> str:
    """Write a day for a sentence: January 1, 2027."""
    return f"{value:%B} {value.day}, {value.year}"
