"""Inviting people, changing their roles, and ending their seats."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from commonlot.kernel.actor import ROLE_NAMES
from commonlot.process.membership import access, actions, forms, queries, rules
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.models import Organisation, Seat
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.screens import attempt, attempt_with_form


def page_of(organisation: Organisation) -> tuple[str, int]:
    """Return the page on which an organisation's people stand."""
    if organisation.kind == Organisation.Kind.VENDOR:
        return "membership:vendor", organisation.vendor.pk
    return "membership:agency", organisation.agency.pk


def _organisation(request: SeatedRequest, pk: int) -> Organisation:
    """Return the organisation whose people may be managed; to outsiders it has no such page."""
    found = get_object_or_404(Organisation.objects.select_related("agency", "vendor"), pk=pk)
    if not access.see_people.allows(request.seat, found, now=clock.now()):
        raise Http404
    if reason := access.manage_people.why_not(request.seat, found, now=clock.now()):
        raise PermissionDenied(reason)
    return found


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SeatedRequest, pk: int) -> HttpResponse:
    """Give a person a seat and write to them."""
    organisation = _organisation(request, pk)
    form = forms.Invitation(request.POST or None, organisation_kind=organisation.kind)

    def invite_them() -> None:
        actions.invite_person(
            organisation_id=organisation.pk, **form.cleaned_data, actor=request.seat, now=clock.now()
        )

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, invite_them):
        messages.success(
            request, f"{form.cleaned_data['name']} has a seat, and we wrote to them how to sign in."
        )
        return redirect(*page_of(organisation))
    back = page_of(organisation)
    context = {"form": form, "organisation": organisation, "back_name": back[0], "back_pk": back[1]}
    return render(request, "membership/invite.html", context, status=422 if form.is_bound else 200)


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite_several(request: SeatedRequest, pk: int) -> HttpResponse:
    """Give several people a seat from a pasted list: all of them, or none and each fault beside its line."""
    organisation = _organisation(request, pk)
    form = forms.SeveralInvitations(request.POST or None)
    lines: list[rules.InvitationLine] = []
    problems: dict[int, str] = {}
    if request.method == "POST" and form.is_valid():
        lines = rules.read_invitations(form.cleaned_data["people"], organisation.kind)
        try:
            seats = actions.invite_people(
                organisation_id=organisation.pk, people=lines, actor=request.seat, now=clock.now()
            )
        except actions.LinesRefused as refusal:
            problems = refusal.problems
            form.add_error("people", refusal.reason)
        else:
            messages.success(request, f"{len(seats)} people have a seat, and we wrote to each of them.")
            return redirect(*page_of(organisation))
    back = page_of(organisation)
    context = {
        "form": form,
        "organisation": organisation,
        "back_name": back[0],
        "back_pk": back[1],
        "lines": [(line, problems.get(line.number, "")) for line in lines],
        "roles": [ROLE_NAMES[role].lower() for role in rules.ROLES_OF[organisation.kind]],
    }
    return render(request, "membership/invite_several.html", context, status=422 if form.is_bound else 200)


def _seat(request: SeatedRequest, pk: int) -> Seat:
    """Return a seat that is still held; to outsiders there is none."""
    found = get_object_or_404(
        Seat.objects.current(now=clock.now())
        .own()
        .select_related("user", "organisation__agency", "organisation__vendor", "invitation"),
        pk=pk,
    )
    if not access.see_people.allows(request.seat, found.organisation, now=clock.now()):
        raise Http404
    return found


@seat_required
@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: SeatedRequest, pk: int) -> HttpResponse:
    """Change what a person may do for the organisation."""
    seat = _seat(request, pk)
    if reason := access.manage_people.why_not(request.seat, seat.organisation, now=clock.now()):
        raise PermissionDenied(reason)
    kind = seat.organisation.kind
    form = forms.Roles(request.POST or None, organisation_kind=kind, initial={"roles": seat.roles})

    def change_them() -> None:
        actions.change_roles(seat_id=seat.pk, **form.cleaned_data, actor=request.seat, now=clock.now())

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, change_them):
        return redirect(*page_of(seat.organisation))
    back = page_of(seat.organisation)
    state, invited_at = queries.invitation_of(seat, now=clock.now())
    context = {
        "form": form,
        "changed": seat,
        "back_name": back[0],
        "back_pk": back[1],
        "invitation_state": state,
        "invited_at": invited_at,
        "why_not_end": access.end_seat.why_not(request.seat, seat, now=clock.now()),
    }
    return render(request, "membership/roles.html", context, status=422 if form.is_bound else 200)


@seat_required
@require_POST
def send_invitation(request: SeatedRequest, pk: int) -> HttpResponse:
    """Write once more to a person who has not taken up their seat."""
    seat = _seat(request, pk)
    attempt(
        request,
        lambda: actions.send_invitation_again(seat_id=seat.pk, actor=request.seat, now=clock.now()),
        done=f"We wrote to {seat.user.email} again.",
    )
    return redirect(*page_of(seat.organisation))


@seat_required
@require_POST
def withdraw_invitation(request: SeatedRequest, pk: int) -> HttpResponse:
    """Take back an invitation that nobody took up."""
    seat = _seat(request, pk)
    attempt(
        request,
        lambda: actions.withdraw_invitation(seat_id=seat.pk, actor=request.seat, now=clock.now()),
        done=f"The invitation of {seat.user} is withdrawn. Its link works no more.",
    )
    return redirect(*page_of(seat.organisation))


@seat_required
@require_POST
def end_seat(request: SeatedRequest, pk: int) -> HttpResponse:
    """End a person's seat."""
    seat = _seat(request, pk)
    attempt(
        request,
        lambda: actions.end_seat(seat_id=seat.pk, actor=request.seat, now=clock.now()),
        done=f"{seat.user} can no longer act for {seat.organisation}.",
    )
    return redirect(*page_of(seat.organisation))
