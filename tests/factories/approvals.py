"""Valid rows of the approval rules, and people to approve by them."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from commonlot.kernel.actor import Role
from commonlot.process.membership.models import Agency, ApprovalBackup, ApprovalLimit, TwoApprovals
from commonlot.records.access.models import Seat
from tests.cast import Cast
from tests.factories.membership import make_seat


def second_approver(cast: Cast) -> Seat:
    """Let the town have a second approver, without a limit."""
    return make_seat(
        cast.town.organisation, Role.APPROVER, now=cast.now - timedelta(days=100), name="Nell Farrow"
    )


def limit(seat: Seat, up_to: str) -> ApprovalLimit:
    """Let a seat approve up to an amount only."""
    return ApprovalLimit.objects.create(seat=seat, up_to=Decimal(up_to))


def two_above(agency: Agency, above: str) -> TwoApprovals:
    """Ask for two approvals above an amount."""
    return TwoApprovals.objects.create(agency=agency, above=Decimal(above))


def backup(
    cast: Cast, who: Seat, *, acts_for: Seat, starts_on: date | None = None, ends_on: date | None = None
) -> ApprovalBackup:
    """Let somebody stand in for an approver; this week unless told otherwise."""
    today = timezone.localdate(cast.now)
    return ApprovalBackup.objects.create(
        approver=acts_for,
        backup=who,
        starts_on=starts_on or today,
        ends_on=ends_on or today + timedelta(days=7),
        created_at=cast.now,
    )
