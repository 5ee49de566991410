"""What is done with a campaign: try it out, set its moment, send it, pause it, repeat it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from commonlot.process.membership import access, actions, forms, queries
from commonlot.process.membership.models import Campaign
from commonlot.process.membership.views.campaigns import campaign_or_404, staff_only
from commonlot.records import clock
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.jobs.models import Work
from commonlot.records.screens import attempt, attempt_with_form


@staff_only
@require_POST
def test(request: SeatedRequest, pk: int) -> HttpResponse:
    """Send it to the writer alone."""
    campaign = campaign_or_404(request, pk)
    attempt(
        request,
        lambda: actions.send_test(campaign_id=campaign.pk, actor=request.seat, now=clock.now()),
        done=f"A test is on its way to {request.seat.user.email}.",
    )
    return redirect("membership:preview_campaign", campaign.pk)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: SeatedRequest, pk: int) -> HttpResponse:
    """Set the time at which it starts by itself, or move it."""
    campaign = _changeable(request, pk)
    form = forms.Moment(request.POST or None, initial={"at": campaign.scheduled_for})

    def set_it() -> None:
        moment = form.cleaned_data["at"]
        actions.schedule_campaign(campaign_id=campaign.pk, at=moment, actor=request.seat, now=clock.now())

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, set_it):
        messages.success(request, "It starts by itself. You can move it or call it off until then.")
        return redirect("membership:campaign", campaign.pk)
    context = {
        "campaign": campaign,
        "form": form,
        "readers": queries.readers_of(queries.segment_of(campaign), now=clock.now()),
    }
    return render(request, "membership/campaign_schedule.html", context, status=422 if form.is_bound else 200)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: SeatedRequest, pk: int) -> HttpResponse:
    """Take a second look, then start it; the worker does the rest."""
    campaign = _changeable(request, pk)
    form = forms.SecondLook(request.POST or None)
    started: list[Work] = []

    def send_it() -> None:
        expected = form.cleaned_data["expected"]
        started.append(
            actions.send_campaign(
                campaign_id=campaign.pk, expected=expected, actor=request.seat, now=clock.now()
            )
        )

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, send_it):
        return redirect("jobs:work", started[0].pk)
    readers = queries.readers_of(queries.segment_of(campaign), now=clock.now())
    context = {"campaign": campaign, "form": form, "readers": readers}
    return render(request, "membership/campaign_send.html", context, status=422 if form.is_bound else 200)


def _changeable(request: SeatedRequest, pk: int) -> Campaign:
    campaign = campaign_or_404(request, pk)
    if reason := access.change_campaign.why_not(request.seat, campaign, now=clock.now()):
        raise PermissionDenied(reason)
    return campaign


@staff_only
@require_POST
def cancel(request: SeatedRequest, pk: int) -> HttpResponse:
    """Call it off."""
    campaign = campaign_or_404(request, pk)
    attempt(
        request,
        lambda: actions.cancel_campaign(campaign_id=campaign.pk, actor=request.seat, now=clock.now()),
        done="The campaign is called off. Nobody gets it.",
    )
    return redirect("membership:campaign", campaign.pk)


@staff_only
@require_POST
def pause(request: SeatedRequest, pk: int) -> HttpResponse:
    """Hold it back before its next mail."""
    campaign = campaign_or_404(request, pk)
    attempt(
        request,
        lambda: actions.pause_campaign(campaign_id=campaign.pk, actor=request.seat, now=clock.now()),
        done="The campaign is paused. What has left has left; nothing more leaves.",
    )
    return redirect("membership:campaign", campaign.pk)


@staff_only
@require_POST
def resume(request: SeatedRequest, pk: int) -> HttpResponse:
    """Let it go on."""
    campaign = campaign_or_404(request, pk)
    attempt(
        request,
        lambda: actions.resume_campaign(campaign_id=campaign.pk, actor=request.seat, now=clock.now()),
        done="The campaign goes on where it was held back.",
    )
    return redirect("membership:campaign", campaign.pk)


@staff_only
@require_POST
def remind(request: SeatedRequest, pk: int) -> HttpResponse:
    """Begin a draft to those who have not answered."""
    campaign = campaign_or_404(request, pk)
    made: list[Campaign] = []
    attempt(
        request,
        lambda: made.append(
            actions.remind_again(campaign_id=campaign.pk, actor=request.seat, now=clock.now())
        ),
        done="This draft goes to those who have not answered. Look it through.",
    )
    return redirect("membership:edit_campaign", made[0].pk) if made else redirect("membership:campaign", pk)
