"""Setting who may approve how much, who stands in for whom, and above which amount two must approve."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from commonlot.kernel.actor import Role
from commonlot.kernel.errors import Refused
from commonlot.kernel.money import Money
from commonlot.process.membership import access, queries, rules
from commonlot.process.membership.models import Agency, ApprovalBackup, ApprovalLimit, TwoApprovals
from commonlot.records.access.models import AnySeat, Seat
from commonlot.records.audit.actions import record

LONGEST_BACKUP = 366


@transaction.atomic
def set_approval_limits(
    *, agency_id: int, limits: Mapping[int, Money | None], actor: AnySeat, now: datetime
) -> list[Seat]:
    """Set up to which amount each approver may approve; None lets a person approve any amount."""
    agency = _lock(agency_id)
    access.set_approval_rules.require(actor, agency.organisation, now=now)
    approvers = {seat.pk: seat for seat in queries.approver_seats(agency.organisation_id, now=now)}
    if set(limits) - set(approvers):
        raise Refused("Only an approver of this agency has a limit.")
    for limit in limits.values():
        if limit is not None and limit <= Money():
            raise Refused("Give a limit above zero, or leave it blank for any amount.")
    changed = []
    for pk, limit in limits.items():
        known = getattr(approvers[pk], "approval_limit", None)
        before = None if known is None else Money.of(known.up_to)
        if before != limit:
            _set_limit(approvers[pk], before, limit, agency=agency, actor=actor, now=now)
            changed.append(approvers[pk])
    return changed


def _set_limit(
    seat: Seat, before: Money | None, limit: Money | None, *, agency: Agency, actor: AnySeat, now: datetime
) -> None:
    if limit is None:
        ApprovalLimit.objects.filter(seat=seat).delete()
    else:
        ApprovalLimit.objects.update_or_create(seat=seat, defaults={"up_to": limit.amount})
    record(
        at=now,
        actor=actor,
        verb="membership.approval_limit_set",
        subject=seat,
        within=agency,
        before=rules.up_to(before),
        after=rules.up_to(limit),
    )


@transaction.atomic
def set_two_approvals(*, agency_id: int, above: Money | None, actor: AnySeat, now: datetime) -> Agency:
    """Set above which amount an order needs two approvals; None asks for one, whatever the amount."""
    agency = _lock(agency_id)
    access.set_approval_rules.require(actor, agency.organisation, now=now)
    if above is not None and above < Money():
        raise Refused("An amount cannot be negative.", field="above")
    known = TwoApprovals.objects.filter(agency=agency).first()
    before = None if known is None else Money.of(known.above)
    if before == above:
        return agency
    if above is None:
        TwoApprovals.objects.filter(agency=agency).delete()
    else:
        TwoApprovals.objects.update_or_create(agency=agency, defaults={"above": above.amount})
    record(
        at=now,
        actor=actor,
        verb="membership.two_approvals_set",
        subject=agency,
        before=_above(before),
        after=_above(above),
    )
    return agency


@transaction.atomic
def name_backup(
    *,
    agency_id: int,
    approver_id: int,
    backup_id: int,
    starts_on: date,
    ends_on: date,
    actor: AnySeat,
    now: datetime,
) -> ApprovalBackup:
    """Let a person approve for an approver from a day up to but not including another, with that one's limit."""
    agency = _lock(agency_id)
    access.set_approval_rules.require(actor, agency.organisation, now=now)
    seats = Seat.objects.current(now=now).filter(organisation=agency.organisation).select_related("user")
    approver, backup = seats.filter(pk=approver_id).first(), seats.filter(pk=backup_id).first()
    if approver is None or not approver.has(Role.APPROVER):
        raise Refused("Choose an approver of this agency.", field="approver")
    if backup is None:
        raise Refused("Choose a person who has a seat at this agency.", field="backup")
    if backup.user_id == approver.user_id:
        raise Refused("Nobody is their own backup. Choose another person.", field="backup")
    _check_days(starts_on, ends_on, today=timezone.localdate(now))
    twice = ApprovalBackup.objects.standing().filter(approver=approver, backup=backup)
    if twice.filter(starts_on__lt=ends_on, ends_on__gt=starts_on).exists():
        raise Refused(
            f"{backup.user} stands in for {approver.user} on some of these days already.", field="starts_on"
        )
    made = ApprovalBackup.objects.create(
        approver=approver, backup=backup, starts_on=starts_on, ends_on=ends_on, created_at=now
    )
    days = {"from": starts_on.isoformat(), "until": ends_on.isoformat()}
    record(at=now, actor=actor, verb="membership.backup_named", subject=made, within=agency, **days)
    return made


@transaction.atomic
def end_backup(*, backup_id: int, actor: AnySeat, now: datetime) -> ApprovalBackup:
    """End a backup before its last day."""
    row = ApprovalBackup.objects.select_for_update(of=("self",)).get(pk=backup_id)
    agency = Agency.objects.select_related("organisation").get(organisation__seats=row.approver_id)
    access.set_approval_rules.require(actor, agency.organisation, now=now)
    if row.ended_at is not None or row.ends_on <= timezone.localdate(now):
        raise Refused("This backup has ended already.")
    end_backups([row], actor=actor, now=now)
    return row


def end_backups(rows: list[ApprovalBackup], *, actor: AnySeat, now: datetime) -> None:
    """End backups and write it down; the caller has judged whether that may be."""
    for row in rows:
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        agency = row.approver.organisation.agency
        record(at=now, actor=actor, verb="membership.backup_ended", subject=row, within=agency)


def _lock(agency_id: int) -> Agency:
    return Agency.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=agency_id)


def _check_days(starts_on: date, ends_on: date, *, today: date) -> None:
    if ends_on <= starts_on:
        raise Refused("A backup must end after it starts.", field="ends_on")
    if ends_on <= today:
        raise Refused("These days are over. Choose a last day that is still to come.", field="ends_on")
    if (ends_on - starts_on).days > LONGEST_BACKUP:
        raise Refused(
            "A backup is for at most a year. For longer, give the person the role of approver.",
            field="ends_on",
        )


def _above(amount: Money | None) -> str:
    return "never" if amount is None else f"above {amount}"
