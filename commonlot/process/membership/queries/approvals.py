"""Reading the approval rules of an agency as the plain values that the rules judge."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from commonlot.kernel.actor import Role
from commonlot.kernel.money import Money
from commonlot.kernel.period import Period
from commonlot.process.membership import rules
from commonlot.process.membership.models import ApprovalBackup, TwoApprovals
from commonlot.records.access.models import Seat


def approval_rules(organisation_id: int, *, now: datetime) -> rules.ApprovalRules:
    """Return who may approve how much for an organisation, in three queries."""
    there = {seat.pk: seat for seat in _seats(organisation_id, now=now)}
    approvers = {pk: _approver(seat) for pk, seat in there.items() if seat.has(Role.APPROVER)}
    two = TwoApprovals.objects.filter(agency__organisation_id=organisation_id).values_list("above", flat=True)
    above = next(iter(two), None)
    return rules.ApprovalRules(
        approvers=tuple(approvers.values()),
        backups=tuple(
            _backup(row, there[row.backup_id], approvers[row.approver_id])
            for row in _backups(organisation_id, now=now)
            if row.approver_id in approvers and row.backup_id in there
        ),
        two_above=None if above is None else Money.of(above),
    )


def _seats(organisation_id: int, *, now: datetime) -> QuerySet[Seat]:
    held = Seat.objects.current(now=now).filter(organisation_id=organisation_id)
    return held.select_related("user", "approval_limit").order_by("user__name", "pk")


def _backups(organisation_id: int, *, now: datetime) -> QuerySet[ApprovalBackup]:
    standing = ApprovalBackup.objects.standing().filter(approver__organisation_id=organisation_id)
    return standing.filter(ends_on__gt=timezone.localdate(now))


def approver_seats(organisation_id: int, *, now: datetime) -> QuerySet[Seat]:
    """Return the seats that may approve by themselves, by name, each with its limit."""
    return _seats(organisation_id, now=now).filter(roles__contains=[Role.APPROVER.value])


def backups_of(organisation_id: int, *, now: datetime) -> QuerySet[ApprovalBackup]:
    """Return the backups that count today or later: of an approver who is there, by a person who is there."""
    there = Seat.objects.current(now=now).filter(organisation_id=organisation_id).values("pk")
    return (
        _backups(organisation_id, now=now)
        .filter(approver__in=there, backup__in=there, approver__roles__contains=[Role.APPROVER.value])
        .select_related("approver__user", "backup__user")
    )


def _approver(seat: Seat) -> rules.Approver:
    limit = getattr(seat, "approval_limit", None)
    return rules.Approver(
        seat=seat.pk,
        person=seat.user_id,
        name=str(seat.user),
        limit=None if limit is None else Money.of(limit.up_to),
    )


def _backup(row: ApprovalBackup, seat: Seat, acts_for: rules.Approver) -> rules.Backup:
    return rules.Backup(
        seat=seat.pk,
        person=seat.user_id,
        name=str(seat.user),
        acts_for=acts_for,
        period=Period(row.starts_on, row.ends_on),
    )
