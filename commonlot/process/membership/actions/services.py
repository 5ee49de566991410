"""The directory of shared services: written, changed, published and taken off."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, states
from commonlot.process.membership.models import Agency, SharedService
from commonlot.process.membership.states import ServiceStatus
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.actions import record

SERVICE_FIELDS = (
    "name", "summary", "description", "for_kinds", "office", "office_email", "office_phone", "how_to_ask", "cost",
    "link", "words", "starts_on", "ends_on", "days_to_answer",
)  # fmt: skip


@transaction.atomic
def write_service(*, facts: Mapping[str, Any], actor: AnySeat, now: datetime) -> SharedService:
    """Write a new entry of the directory; nobody outside the county sees it before it is published."""
    access.keep_services.require(actor, now=now)
    service = SharedService(created_at=now, changed_at=now)
    _take(service, facts)
    service.save()
    record(at=now, actor=actor, verb="membership.service_written", subject=service)
    return service


@transaction.atomic
def change_service(
    *, service_id: int, facts: Mapping[str, Any], actor: AnySeat, now: datetime
) -> SharedService:
    """Change an entry of the directory; the trail keeps what stood there before."""
    access.keep_services.require(actor, now=now)
    service = SharedService.objects.select_for_update().get(pk=service_id)
    before = {name: getattr(service, name) for name in SERVICE_FIELDS}
    _take(service, facts)
    changed = {name: _said(old) for name, old in before.items() if getattr(service, name) != old}
    if not changed:
        return service
    service.changed_at = now
    service.save()
    after = {name: _said(getattr(service, name)) for name in changed}
    record(
        at=now, actor=actor, verb="membership.service_changed", subject=service, before=changed, after=after
    )
    return service


@transaction.atomic
def publish_service(*, service_id: int, actor: AnySeat, now: datetime) -> SharedService:
    """Show an entry to everyone."""
    return _move(service_id, ServiceStatus.PUBLISHED, "membership.service_published", actor, now)


@transaction.atomic
def unpublish_service(*, service_id: int, actor: AnySeat, now: datetime) -> SharedService:
    """Take an entry off the public directory; requests that were made go on."""
    return _move(service_id, ServiceStatus.UNPUBLISHED, "membership.service_unpublished", actor, now)


def _move(service_id: int, to: ServiceStatus, verb: str, actor: AnySeat, now: datetime) -> SharedService:
    access.keep_services.require(actor, now=now)
    service = SharedService.objects.select_for_update().get(pk=service_id)
    workflow.check_move(states.SERVICE_MOVES, service.status, to)
    service.status, service.changed_at = to, now
    service.save(update_fields=["status", "changed_at"])
    record(at=now, actor=actor, verb=verb, subject=service)
    return service


def _take(service: SharedService, facts: Mapping[str, Any]) -> None:
    for name in SERVICE_FIELDS:
        if name in facts:
            setattr(service, name, facts[name])
    if unknown := sorted(set(service.for_kinds) - set(Agency.Kind.values)):
        raise Refused(f"“{unknown[0]}” is no kind of agency.", field="for_kinds")
    for name, what in (("name", "name"), ("summary", "summary"), ("office", "office")):
        if not getattr(service, name).strip():
            raise Refused(f"Give the {what}.", field=name)
    if service.starts_on and service.ends_on and service.ends_on <= service.starts_on:
        raise Refused("A service must end after it starts.", field="ends_on")


def _said(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
