"""What agencies and the county's buyers are told about help, in plain words."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.urls import reverse

from commonlot.kernel.actor import Role
from commonlot.kernel.money import Money
from commonlot.process.membership import queries
from commonlot.process.membership.models import AssistanceRequest, Delegation
from commonlot.records.access.models import Seat
from commonlot.records.notices.actions import post

TAKEN = (
    "{buyer} of the county helps you. If someone is to act on your behalf, you get a proposal first; nothing is "
    "done in your name before you grant it."
)
DECIDERS = (Role.AGENCY_ADMINISTRATOR, Role.APPROVER)


def tell_county(
    subject: str, text: str, about: AssistanceRequest | Delegation, *, now: datetime, to: Iterable[Seat] = ()
) -> None:
    """Write to the buyers who are named, or else to everyone who buys for the county."""
    people = list(to) or list(queries.buyers(now=now))
    _write([seat.user.email for seat in people], subject, text, about, now=now)


def tell_agency(
    subject: str, text: str, about: AssistanceRequest | Delegation, *, now: datetime, asker: Seat
) -> None:
    """Write to the person who asked, to those who decide for the agency, and to its office."""
    agency = about.agency
    deciders = (
        Seat.objects.current(now=now)
        .own()
        .filter(organisation=agency.organisation_id, roles__overlap=list(DECIDERS))
    )
    people = [asker.user.email, *deciders.values_list("user__email", flat=True), agency.contact_email]
    _write(people, subject, text, about, now=now)


def _write(
    to: Iterable[str], subject: str, text: str, about: AssistanceRequest | Delegation, *, now: datetime
) -> None:
    addresses = list(dict.fromkeys(filter(None, to)))
    if addresses:
        post(
            to=addresses,
            subject=" ".join(subject.split())[:200],
            text=f"{text}\n\n{link_to(about)}\n",
            cause="membership.help",
            about=about,
            now=now,
        )


def link_to(about: models.Model) -> str:
    """Return the address of a request's or a delegation's page."""
    name = "membership:delegation" if isinstance(about, Delegation) else "membership:help_request"
    return settings.COMMONLOT_ADDRESS.rstrip("/") + reverse(name, args=[about.pk])


def asked(request: AssistanceRequest, *, now: datetime) -> None:
    """Tell the county that an agency asks."""
    tell_county(
        f"{request.agency} asks for help: {request.get_kind_display()}",
        f"{request.asked_by.user} of {request.agency} asks:\n\n{request.words}\n\n"
        f"Needed by {day(request.needed_by)}. Take it, or say why not.",
        request,
        now=now,
    )


def answered(request: AssistanceRequest, *, now: datetime) -> None:
    """Tell the agency who has its request, or why nobody takes it."""
    subject, text = "Your request was declined", f"The county cannot take it:\n\n{request.outcome}"
    if request.taken_by is not None:
        subject = f"{request.taken_by.user} has your request"
        text = TAKEN.format(buyer=request.taken_by.user)
    tell_agency(f"{subject}: {request.get_kind_display()}", text, request, now=now, asker=request.asked_by)


def given_to(request: AssistanceRequest, buyer: Seat, *, now: datetime) -> None:
    """Tell a buyer that the purchasing agent gave them a request."""
    tell_county(
        f"A request is yours: {request}",
        f"{request.agency} asks:\n\n{request.words}\n\nNeeded by {day(request.needed_by)}.",
        request,
        now=now,
        to=[buyer],
    )


def withdrawn(request: AssistanceRequest, *, now: datetime) -> None:
    """Tell the buyer who has it, or else all of them, that the agency no longer asks."""
    had_it = [request.taken_by] if request.taken_by is not None else []
    tell_county(
        f"Withdrawn: {request}", f"{request.agency} no longer asks for this.", request, now=now, to=had_it
    )


def done(request: AssistanceRequest, *, now: datetime) -> None:
    """Tell the agency what came of its request."""
    text = f"The county has finished what you asked for:\n\n{request.outcome}"
    tell_agency(f"Done: {request.get_kind_display()}", text, request, now=now, asker=request.asked_by)


def proposed(delegation: Delegation, *, now: datetime) -> None:
    """Tell the agency what is proposed; only its administrator can grant it."""
    text = (
        f"{delegation.buyer.user} of {delegation.buyer.organisation} proposes to act on behalf of "
        f"{delegation.agency}:\n\n{said(delegation)}\n\nYour administrator grants or refuses it. You can end it at "
        "any time, at once."
    )
    tell_agency(
        f"May {delegation.buyer.user} act for {delegation.agency}?",
        text,
        delegation,
        now=now,
        asker=delegation.request.asked_by,
    )


def changed(delegation: Delegation, what: str, *, now: datetime, because: str = "") -> None:
    """Tell both sides that a delegation was granted, refused, taken back, ended or has lapsed."""
    text = f"{delegation.buyer.user} for {delegation.agency}: {what}.\n\n{said(delegation)}"
    if because:
        text += f"\n\nReason: {because}"
    subject = f"Delegation {what}: {delegation}"
    tell_agency(subject, text, delegation, now=now, asker=delegation.request.asked_by)
    tell_county(subject, text, delegation, now=now, to=[delegation.buyer])


def said(delegation: Delegation) -> str:
    """Write what a delegation covers, a line for each act."""
    lines = [f"- {name}" for name in delegation.act_names]
    if delegation.pools:
        pools = "all you are invited to" if delegation.covers_all_pools else ", ".join(delegation.pools)
        lines.append(f"- Pools: {pools}")
    if delegation.contracts:
        numbers = ", ".join(delegation.contracts)
        contracts = "all you may order from" if delegation.covers_all_contracts else numbers
        lines.append(f"- Contracts: {contracts}")
        per_order, in_all = Money.of(delegation.most_per_order or 0), Money.of(delegation.most_in_all or 0)
        lines.append(f"- At most {per_order} an order, {in_all} in all")
    lines.append(f"- From {day(delegation.begins_on)} until before {day(delegation.ends_on)}")
    return "\n".join(lines)


def day(value: date) -> str:
    """Write a day: December 1, 2026."""
    return f"{value:%B} {value:%-d}, {value:%Y}"
