"""Who may do what with pools and needs, and why not."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model, QuerySet
from django.utils import timezone

from commonlot.kernel.actor import Role
from commonlot.kernel.errors import Refused
from commonlot.kernel.policy import Policy
from commonlot.process.membership.access import on_behalf
from commonlot.process.membership.models import Agency
from commonlot.process.membership.queries import why_nothing_new
from commonlot.process.requirements import rules
from commonlot.process.requirements.models import (
    DeliverySite,
    ImportBatch,
    Participation,
    Pool,
    RequirementLine,
)
from commonlot.process.requirements.states import ImportStatus, LineStatus, ParticipationStatus, PoolStatus
from commonlot.records.access.models import AnySeat, Seat
from commonlot.records.documents.models import Document

STAFF = (Role.BUYER, Role.PURCHASING_AGENT)
STATERS = (Role.REQUESTER, Role.AGENCY_ADMINISTRATOR)
ANSWERED = (ParticipationStatus.DECLINED, ParticipationStatus.SUBMITTED, ParticipationStatus.ACCEPTED,
            ParticipationStatus.WITHDRAWN)  # fmt: skip


def local(moment: datetime) -> str:
    """Write a moment with its zone, for a sentence."""
    here = timezone.localtime(moment)
    half = "a.m." if here.hour < 12 else "p.m."
    return f"{here:%a}, {here:%b} {here.day}, {here.year}, {here.hour % 12 or 12}:{here.minute:02d} {half} {here:%Z}"


def seated(actor: AnySeat) -> Seat:
    """Return the seat of someone who was allowed to act, which only a seat ever is."""
    if isinstance(actor, Seat):
        return actor
    raise Refused("Sign in first.")


def is_staff(actor: AnySeat, pool: Pool | None = None) -> bool:
    """Say whether the actor buys for the lead agency (of this pool)."""
    ours = pool is None or actor.organisation_pk == pool.lead_agency_id
    return actor.is_county and actor.has(*STAFF) and ours


def speaks_for(actor: AnySeat, agency: Agency) -> bool:
    """Say whether the actor answers for an agency."""
    if actor.organisation_pk != agency.organisation_id:
        return False
    return actor.has(*STATERS) or (actor.is_county and actor.has(*STAFF))


@Policy
def plan_pool(actor: AnySeat, *, now: datetime) -> str | None:
    """A buyer of the lead agency."""
    return None if is_staff(actor) else "Only a buyer of the lead agency plans a pool."


@Policy
def write_to_invited(actor: AnySeat, pool: Pool, *, now: datetime) -> str | None:
    """A buyer of the lead agency, while the pool is open for needs and somebody is invited."""
    if not is_staff(actor, pool):
        return "Only a buyer of the lead agency writes to the agencies of this pool."
    if pool.status != PoolStatus.COLLECTING or pool.needs_due_at <= now:
        return "Agencies are asked by mail while the pool is open for needs."
    return None if pool.participations.exists() else "Invite agencies first."


@Policy
def run_pool(actor: AnySeat, pool: Pool, *, now: datetime) -> str | None:
    """A buyer of the lead agency that runs the pool."""
    return None if is_staff(actor, pool) else "Only a buyer of the lead agency runs this pool."


@Policy
def invite_agencies(actor: AnySeat, pool: Pool, *, now: datetime) -> str | None:
    """A buyer, while needs are still to come."""
    if not is_staff(actor, pool):
        return "Only a buyer of the lead agency invites agencies."
    if pool.status not in {PoolStatus.PLANNED, PoolStatus.COLLECTING}:
        return "Agencies are invited only before the needs are pooled."
    if now >= pool.needs_due_at:
        return (
            f"The deadline for needs passed on {local(pool.needs_due_at)}. Move it before you invite anyone."
        )
    return None


@Policy
def open_pool(actor: AnySeat, pool: Pool, *, now: datetime) -> str | None:
    """A buyer, once someone is invited and while there is time to answer."""
    if not is_staff(actor, pool):
        return "Only a buyer of the lead agency opens a pool for needs."
    if pool.status != PoolStatus.PLANNED:
        return "Only a planned pool can be opened for needs."
    if now >= pool.needs_due_at:
        return f"The deadline for needs, {local(pool.needs_due_at)}, has passed. Move it first."
    return None


@Policy
def move_deadline(actor: AnySeat, pool: Pool, *, now: datetime) -> str | None:
    """A buyer, while needs are still to come."""
    if not is_staff(actor, pool):
        return "Only a buyer of the lead agency moves the deadline."
    if pool.status not in {PoolStatus.PLANNED, PoolStatus.COLLECTING}:
        return "The needs of this pool are already being pooled."
    return None


@Policy
def start_pooling(actor: AnySeat, pool: Pool, *, now: datetime) -> str | None:
    """A buyer, once the deadline has passed or every invited agency has answered."""
    if not is_staff(actor, pool):
        return "Only a buyer of the lead agency starts pooling."
    if pool.status != PoolStatus.COLLECTING:
        return "Pooling starts from a pool that is collecting needs."
    sent = (ParticipationStatus.SUBMITTED, ParticipationStatus.ACCEPTED)
    return rules.why_not_pooled(
        sent_lines=RequirementLine.objects.counted()
        .filter(participation__pool=pool, participation__status__in=sent)
        .count(),
        waiting=pool.participations.exclude(status__in=ANSWERED).count(),
        deadline_passed=now >= pool.needs_due_at,
        deadline=local(pool.needs_due_at),
    )


@Policy
def reopen_collecting(actor: AnySeat, pool: Pool, *, now: datetime) -> str | None:
    """A buyer, before the pool is frozen."""
    if not is_staff(actor, pool):
        return "Only a buyer of the lead agency opens a pool again."
    return (
        None if pool.status == PoolStatus.POOLING else "Only a pool that is being pooled can be opened again."
    )


@Policy
def cancel_pool(actor: AnySeat, pool: Pool, *, now: datetime) -> str | None:
    """A buyer, before the award."""
    if not is_staff(actor, pool):
        return "Only a buyer of the lead agency cancels a pool."
    over = {PoolStatus.AWARDED, PoolStatus.CLOSED, PoolStatus.CANCELLED}
    return "This pool is over." if pool.status in over else None


@Policy
def answer_invitation(actor: AnySeat, participation: Participation, *, now: datetime) -> str | None:
    """A requester or administrator of the agency, until the deadline."""
    if not speaks_for(actor, participation.agency):
        return f"Only a requester of {participation.agency} answers for it."
    reason = on_behalf.state_needs.why_not(actor, participation.pool.number, now=now)
    return reason or why_closed(participation.pool, now)


@Policy
def join_pool(actor: AnySeat, participation: Participation, *, now: datetime) -> str | None:
    """Whoever answers for the agency, while its cooperation agreement is in force."""
    reason = answer_invitation.why_not(actor, participation, now=now)
    return reason or why_nothing_new(participation.agency, on=timezone.localdate(now))


@Policy
def state_needs(actor: AnySeat, participation: Participation, *, now: datetime) -> str | None:
    """A requester of the agency that joined, until the deadline, as long as the needs were not sent."""
    reason = answer_invitation.why_not(actor, participation, now=now)
    if reason:
        return reason
    return {
        ParticipationStatus.INVITED: "Join the pool first; then state your needs.",
        ParticipationStatus.DECLINED: "Your agency declined this pool. Join it to state needs.",
        ParticipationStatus.SUBMITTED: "Your needs were sent. Take them back to change them.",
        ParticipationStatus.ACCEPTED: "Your needs were accepted. Ask the county to change them.",
        ParticipationStatus.WITHDRAWN: "Your agency withdrew from this pool.",
    }.get(ParticipationStatus(participation.status))


@Policy
def reopen_needs(actor: AnySeat, participation: Participation, *, now: datetime) -> str | None:
    """A requester of the agency, until the deadline, while nobody accepted the needs."""
    reason = answer_invitation.why_not(actor, participation, now=now)
    if reason:
        return reason
    if participation.status == ParticipationStatus.ACCEPTED:
        return "Your needs were accepted. Ask the county to change them."
    return None if participation.status == ParticipationStatus.SUBMITTED else "Nothing was sent yet."


@Policy
def judge_needs(actor: AnySeat, participation: Participation, *, now: datetime) -> str | None:
    """A buyer, once the agency sent its needs."""
    if not is_staff(actor, participation.pool):
        return "Only a buyer of the lead agency accepts or returns needs."
    if participation.pool.status not in {PoolStatus.COLLECTING, PoolStatus.POOLING}:
        return "The needs of this pool stand."
    if participation.status != ParticipationStatus.SUBMITTED:
        return f"{participation.agency} has no needs waiting for an answer."
    return None


@Policy
def return_needs(actor: AnySeat, participation: Participation, *, now: datetime) -> str | None:
    """A buyer, while the agency still has time to put its needs right."""
    reason = judge_needs.why_not(actor, participation, now=now)
    if reason:
        return reason
    if participation.pool.status != PoolStatus.COLLECTING:
        return "Needs are being pooled. Open the pool again to return them."
    if now >= participation.pool.needs_due_at:
        return "The deadline has passed, so the agency could not send them again. Move the deadline first."
    return None


@Policy
def upload_needs(
    actor: AnySeat, pool: Pool, participation: Participation | None = None, *, now: datetime
) -> str | None:
    """An agency for itself while it may state needs; a buyer for anyone while needs are collected."""
    if participation is not None and not is_staff(actor, pool):
        return state_needs.why_not(actor, participation, now=now)
    if not is_staff(actor, pool):
        return "Only a buyer of the lead agency uploads needs of many agencies."
    if pool.status != PoolStatus.COLLECTING:
        return "Files of needs are taken only while the pool is collecting needs."
    return None


@Policy
def work_on_file(actor: AnySeat, batch: ImportBatch, *, now: datetime) -> str | None:
    """Whoever may upload for this pool, until the file is imported."""
    reason = upload_needs.why_not(actor, batch.pool, batch.participation, now=now)
    if reason:
        return reason
    if batch.status not in {ImportStatus.UPLOADED, ImportStatus.CHECKED}:
        return "This file was already dealt with. Upload it again to import it again."
    return None


@Policy
def import_file(actor: AnySeat, batch: ImportBatch, *, now: datetime) -> str | None:
    """Whoever may upload, once all of the file was checked and no problem stands."""
    reason = work_on_file.why_not(actor, batch, now=now)
    if reason:
        return reason
    if batch.status != ImportStatus.CHECKED:
        return "Choose the columns first."
    if batch.problems:
        count = batch.findings.get("problem_count", len(batch.problems))
        return (
            f"Nothing is imported while {'a problem stands' if count == 1 else f'{count:,} problems stand'}."
        )
    return None


@Policy
def manage_sites(actor: AnySeat, agency: Agency, *, now: datetime) -> str | None:
    """A requester or administrator of the agency."""
    if not speaks_for(actor, agency):
        return f"Only a requester of {agency} changes its delivery sites."
    return on_behalf.state_needs.why_not(actor, now=now)


@Policy
def answer_question(actor: AnySeat, participation: Participation, *, now: datetime) -> str | None:
    """A buyer, about a need that could not be counted, until the pool is frozen."""
    if not is_staff(actor, participation.pool):
        return "Only a buyer of the lead agency answers for an agency."
    open_in = {PoolStatus.COLLECTING, PoolStatus.POOLING}
    return None if participation.pool.status in open_in else "The needs of this pool stand."


def may_read_file(document: Document, actor: AnySeat, *, now: datetime) -> bool:
    """Say whether a kept file is a list of needs, or the proof of a price, that the actor may see."""
    if ImportBatch.objects.visible_to(actor).filter(document=document).exists():
        return True
    parts = Participation.objects.visible_to(actor)
    return RequirementLine.objects.filter(price_document=document, participation__in=parts).exists()


def own_needs(organisation_id: int) -> Iterable[QuerySet[Model]]:
    """Give an agency's parts, needs, files and delivery sites; a pool that is only planned is not known to it."""
    parts = Participation.objects.filter(agency__organisation=organisation_id)
    known = parts.exclude(pool__status=PoolStatus.PLANNED)
    yield known
    yield RequirementLine.objects.filter(participation__in=known)
    yield ImportBatch.objects.filter(participation__in=known)
    yield DeliverySite.objects.filter(agency__organisation=organisation_id)


def why_closed(pool: Pool, now: datetime) -> str | None:
    """Return why a pool takes no needs at this moment, or None."""
    if pool.status == PoolStatus.PLANNED:
        return "This pool is not open for needs yet."
    if pool.status == PoolStatus.CANCELLED:
        return "This pool was cancelled."
    if pool.status != PoolStatus.COLLECTING:
        return "Needs are no longer collected: this pool has moved on."
    if now >= pool.needs_due_at:
        return f"The deadline for needs passed on {local(pool.needs_due_at)}."
    return None


EDITABLE = (LineStatus.DRAFT, LineStatus.RETURNED)
