"""What agencies ask of the county's offices: asked, answered or declined, or taken back."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, rules, states
from commonlot.process.membership.models import Agency, ServiceRequest, SharedService
from commonlot.process.membership.states import ServiceRequestStatus
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record
from commonlot.records.notices.actions import post


@transaction.atomic
def ask_service(
    *,
    service_id: int,
    wanted: str,
    actor: Seat,
    now: datetime,
    wanted_by: date | None = None,
    phone: str = "",
) -> ServiceRequest:
    """Ask an office for a service; the request goes to the office by mail, and it answers to the person."""
    service = SharedService.objects.select_for_update().get(pk=service_id)
    access.ask_service.require(actor, service, now=now)
    today = timezone.localdate(now)
    if not wanted.strip():
        raise Refused("Say what you need.", field="wanted")
    if wanted_by is not None and wanted_by < today:
        raise Refused("This day is over. Choose one that is still to come.", field="wanted_by")
    request = ServiceRequest.objects.create(
        service=service,
        agency=Agency.objects.get(organisation_id=actor.organisation_id),
        wanted=wanted.strip(),
        wanted_by=wanted_by,
        phone=phone.strip(),
        asked_by=actor,
        asked_at=now,
        answer_due_on=rules.answer_due(today, service.days_to_answer),
    )
    record(
        at=now, actor=actor, verb="membership.service_asked", subject=request, within=service,
        answer_due_on=request.answer_due_on.isoformat(),
    )  # fmt: skip
    _tell_office(request, now=now)
    return request


@transaction.atomic
def answer_service_request(*, request_id: int, answer: str, actor: Seat, now: datetime) -> ServiceRequest:
    """Write down what the office will do, and tell the person who asked."""
    return _end_with(request_id, ServiceRequestStatus.ANSWERED, answer, actor, now)


@transaction.atomic
def decline_service_request(*, request_id: int, answer: str, actor: Seat, now: datetime) -> ServiceRequest:
    """Write down why the office cannot do it, and tell the person who asked."""
    return _end_with(request_id, ServiceRequestStatus.DECLINED, answer, actor, now)


@transaction.atomic
def withdraw_service_request(*, request_id: int, actor: Seat, now: datetime) -> ServiceRequest:
    """Take a request back that was not answered yet, and tell the office."""
    request = _lock(request_id)
    access.withdraw_service_request.require(actor, request, now=now)
    _end(request, ServiceRequestStatus.WITHDRAWN, "membership.service_request_withdrawn", actor, now)
    post(
        to=[request.service.office_email],
        subject=f"Taken back: {request.service}, asked by {request.agency}"[:200],
        text=f"{request.agency} no longer needs what it asked for on {_day(request.asked_at)}.\n"
        f"\n{request.wanted}\n",
        cause="membership.service_request_withdrawn",
        about=request,
        now=now,
    )
    return request


def _end_with(
    request_id: int, to: ServiceRequestStatus, answer: str, actor: Seat, now: datetime
) -> ServiceRequest:
    request = _lock(request_id)
    access.answer_service_request.require(actor, request, now=now)
    if not answer.strip():
        raise Refused("Write what the office says: the agency reads it.", field="answer")
    request.answer = answer.strip()
    _end(request, to, f"membership.service_request_{to}", actor, now)
    verdict = "can do it" if to == ServiceRequestStatus.ANSWERED else "cannot do it"
    post(
        to=[request.asked_by.user.email],
        subject=f"The county answered: {request.service}"[:200],
        text=f"{request.service.office} {verdict}.\n\n{request.answer}\n\nYou asked:\n{request.wanted}\n\n"
        f"{_page(request)}\n",
        cause=f"membership.service_request_{to}",
        about=request,
        headers={"Reply-To": request.service.office_email},
        now=now,
    )
    return request


def _end(request: ServiceRequest, to: ServiceRequestStatus, verb: str, actor: Seat, now: datetime) -> None:
    workflow.check_move(states.SERVICE_REQUEST_MOVES, request.status, to)
    request.status, request.ended_by, request.ended_at = to, actor, now
    request.save(update_fields=["status", "answer", "ended_by", "ended_at"])
    record(at=now, actor=actor, verb=verb, subject=request, within=request.service)


def _lock(request_id: int) -> ServiceRequest:
    locked = ServiceRequest.objects.select_for_update(of=("self",)).select_related(
        "service", "agency__organisation", "asked_by__user"
    )
    return locked.get(pk=request_id)


def _tell_office(request: ServiceRequest, *, now: datetime) -> None:
    person = request.asked_by.user
    by = (
        f"Needed by: {request.wanted_by:%B} {request.wanted_by.day}, {request.wanted_by.year}\n"
        if request.wanted_by
        else ""
    )
    phone = f", {request.phone}" if request.phone else ""
    due = request.answer_due_on
    post(
        to=[request.service.office_email],
        subject=f"{request.agency} asks for: {request.service}"[:200],
        text=f"{person.name} of {request.agency} ({request.agency.number}) asks for {request.service}.\n\n"
        f"{request.wanted}\n\n{by}Answer to: {person.name}, {person.email}{phone}\n"
        f"Please answer by {due:%B} {due.day}, {due.year}. A reply to this mail goes to the person who asked.\n\n"
        f"{_page(request)}\n",
        cause="membership.service_asked",
        about=request,
        headers={"Reply-To": person.email},
        now=now,
    )


def _day(moment: datetime) -> str:
    day = timezone.localtime(moment)
    return f"{day:%B} {day.day}, {day.year}"


def _page(request: ServiceRequest) -> str:
    return settings.COMMONLOT_ADDRESS.rstrip("/") + reverse("membership:service_request", args=[request.pk])
