"""Reading who acts for an organisation, and how their invitations stand."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from commonlot.process.membership import access, rules
from commonlot.process.membership.models import Agency
from commonlot.records.access.models import AnySeat, Organisation, Seat
from commonlot.records.audit.history import History, HistoryFilter, history_of


def people_of(organisation: Organisation, actor: AnySeat, *, now: datetime) -> QuerySet[Seat]:
    """Return an organisation's own people who may act for it now; nobody, to those who may not know."""
    seats = (
        Seat.objects.current(now=now)
        .own()
        .filter(organisation=organisation)
        .select_related("user", "invitation")
        .order_by("user__name")
    )
    return seats if access.see_people.allows(actor, organisation, now=now) else seats.none()


def with_invitations(seats: QuerySet[Seat], *, now: datetime) -> list[Seat]:
    """Return seats that know when their person was written to, and whether they took the seat up."""
    found = list(seats)
    for each in found:
        state, sent_at = invitation_of(each, now=now)
        each.invitation_state, each.invited_at = state, sent_at  # type: ignore[attr-defined]
    return found


def invitation_of(seat: Seat, *, now: datetime) -> tuple[rules.InvitationState, datetime]:
    """Return how the invitation of a seat stands, and when the person was last written to."""
    known = getattr(seat, "invitation", None)
    sent_at = seat.created_at if known is None else known.sent_at
    state = rules.invitation_state(
        taken_up=seat.user.has_usable_password(),
        sent_at=sent_at,
        valid_for=timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        now=now,
    )
    return state, sent_at


def agency_history(agency: Agency, asked: HistoryFilter) -> History:
    """Return the history of an agency; the county's as an agency that buys, not as the office that serves all."""
    is_lead = agency.organisation.kind == Organisation.Kind.LEAD_AGENCY
    return history_of(agency.organisation_id, asked, by_its_people=not is_lead)
