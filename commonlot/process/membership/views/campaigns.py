"""Campaigns: the list, writing one, how it will look, who gets it, and what became of it."""

from collections.abc import Callable
from io import StringIO
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonlot.engines.spreadsheets import write_csv
from commonlot.process.membership import access, actions, audiences, forms, queries, rules
from commonlot.process.membership.actions import campaign_letters
from commonlot.process.membership.models import Campaign, CampaignRecipient
from commonlot.process.membership.states import CampaignStatus
from commonlot.records import clock
from commonlot.records.access.guards import View, seat_required
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.audit.queries import trail_of
from commonlot.records.notices.queries import counts_of
from commonlot.records.screens import attempt_with_form

A_PAGE = 25
READERS_A_PAGE = 50
LEFT_OUT_SHOWN = 200
TRAIL = 40
HEADERS = ("Address", "Name", "Agency", "Outcome", "Sent", "What the server said", "Link opened")


def staff_only(view: View) -> View:
    """Refuse everybody but the county's purchasing staff."""

    def guarded(request: SeatedRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if reason := access.see_campaigns.why_not(request.seat, now=clock.now()):
            raise PermissionDenied(reason)
        return view(request, *args, **kwargs)

    return seat_required(guarded)


def campaign_or_404(request: SeatedRequest, pk: int) -> Campaign:
    """Return a campaign of the office."""
    rows = Campaign.objects.filter(lead_agency_id=request.seat.organisation_id)
    rows = rows.select_related("lead_agency", "written_by__user", "mailing", "work", "reminds_of")
    return get_object_or_404(rows, pk=pk)


@staff_only
@require_safe
def campaigns(request: SeatedRequest) -> HttpResponse:
    """List the campaigns, newest first, with how far each has come."""
    state = request.GET.get("state", "")
    page = Paginator(queries.campaigns_of(request.seat, state), A_PAGE).get_page(request.GET.get("page"))
    counts = counts_of(each.mailing for each in page.object_list if each.mailing)
    rows = [(each, counts.get(each.mailing_id or 0)) for each in page.object_list]
    context = {
        "page": page, "rows": rows, "state": state, "states": [each.value for each in CampaignStatus],
        "why_not_write": access.write_campaign.why_not(request.seat, now=clock.now()),
    }  # fmt: skip
    return render(request, "membership/campaigns.html", context)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SeatedRequest) -> HttpResponse:
    """Write a new campaign."""
    if reason := access.write_campaign.why_not(request.seat, now=clock.now()):
        raise PermissionDenied(reason)
    form = forms.CampaignWords(
        request.POST or None, campaign=Campaign(), initial={"audience": rules.Audience.LIST}
    )
    made: list[Campaign] = []

    def write_it() -> None:
        made.append(actions.write_campaign(words=form.words, actor=request.seat, now=clock.now()))

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, write_it):
        messages.success(request, "The draft is kept. Nobody gets it before you send it.")
        return redirect("membership:preview_campaign", made[0].pk)
    return _form_page(request, form, None)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SeatedRequest, pk: int) -> HttpResponse:
    """Change a campaign that has not started."""
    campaign = campaign_or_404(request, pk)
    if reason := access.change_campaign.why_not(request.seat, campaign, now=clock.now()):
        raise PermissionDenied(reason)
    form = forms.CampaignWords(request.POST or None, campaign=campaign, initial=forms.words_of(campaign))

    def change_it() -> None:
        actions.change_campaign(
            campaign_id=campaign.pk, words=form.words, actor=request.seat, now=clock.now()
        )

    if request.method == "POST" and form.is_valid() and attempt_with_form(form, change_it):
        messages.success(request, "The changes are kept.")
        return redirect("membership:preview_campaign", campaign.pk)
    return _form_page(request, form, campaign)


def _form_page(request: SeatedRequest, form: forms.CampaignWords, campaign: Campaign | None) -> HttpResponse:
    segment = form.segment() if form.is_bound else _segment_shown(form)
    readers = queries.readers_of(segment, now=clock.now())
    context = {"form": form, "campaign": campaign, "readers": readers, "occasion": _occasion(campaign)}
    return render(request, "membership/campaign_form.html", context, status=422 if form.is_bound else 200)


def _segment_shown(form: forms.CampaignWords) -> queries.Segment:
    if form.campaign.pk:
        return queries.segment_of(form.campaign)
    return queries.Segment(audience=rules.Audience.LIST)


@staff_only
@require_safe
def count(request: SeatedRequest) -> HttpResponse:
    """Say how many would get it as the form stands; the form asks again at each change."""
    number = request.GET.get("campaign", "")
    campaign = (
        campaign_or_404(request, int(number)) if number.isdecimal() and len(number) < 19 else Campaign()
    )
    form = forms.CampaignWords(request.GET, campaign=campaign)
    context = {"readers": queries.readers_of(form.segment(), now=clock.now())}
    return render(request, "membership/_campaign_count.html", context)


@staff_only
@require_safe
def preview(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show the mail as a page and as a text, as its first reader would get it."""
    campaign = campaign_or_404(request, pk)
    readers = queries.readers_of(queries.segment_of(campaign), now=clock.now())
    sample = (
        readers.chosen[0]
        if readers.chosen
        else queries.Reader(request.seat.user.email, request.seat.user.name)
    )
    shown = campaign_letters.preview_of(campaign, sample)
    context = {
        "campaign": campaign, "sample": sample, "shown": shown, "readers": readers,
        "acts": acts_of(campaign, request), "test_to": request.seat.user.email,
    }  # fmt: skip
    return render(request, "membership/campaign_preview.html", context)


@staff_only
@require_safe
def readers(request: SeatedRequest, pk: int) -> HttpResponse:
    """List who would get it now, and who is left out and why."""
    campaign = campaign_or_404(request, pk)
    found = queries.readers_of(queries.segment_of(campaign), now=clock.now())
    context = {
        "campaign": campaign, "readers": found, "left_out": found.left_out[:LEFT_OUT_SHOWN],
        "page": Paginator(found.chosen, READERS_A_PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    return render(request, "membership/campaign_readers.html", context)


@staff_only
@require_safe
def campaign(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show one campaign: where it is, what can be done, and what became of each mail."""
    found = campaign_or_404(request, pk)
    outcome = request.GET.get("outcome", "")
    counts = queries.counts_of_outcomes(found) if found.mailing else {}
    shown = Paginator(queries.numbers_of_recipients(found, outcome), READERS_A_PAGE)
    shown.count = counts.get(outcome, found.mailing.total if found.mailing else 0)  # counted already
    page = shown.get_page(request.GET.get("page"))
    chips = [(each.value, words, counts.get(each, 0)) for each, words in rules.OUTCOME_NAMES.items()]
    context = {
        "campaign": found, "acts": acts_of(found, request), "outcome": outcome, "counts": counts,
        "chips": [*chips, (queries.OPENED, "Link opened", counts.get(queries.OPENED, 0))],
        "page": page, "readers": queries.recipients_at(page.object_list),
        "occasion": _occasion(found), "trail": trail_of(found)[:TRAIL],
        "done": found.mailing.total - counts["waiting"] if found.mailing else 0,
        "reminders": found.reminders.all()[:20],
    }  # fmt: skip
    return render(request, "membership/campaign.html", context)


@staff_only
@require_POST
def download(request: SeatedRequest, pk: int) -> HttpResponse:
    """Give what became of each mail as a CSV file."""
    found = campaign_or_404(request, pk)
    rows = queries.recipients_of(found, request.POST.get("outcome", ""))
    actions.note_copy_taken(campaign_id=found.pk, actor=request.seat, now=clock.now())
    text = StringIO()
    write_csv(text, HEADERS, (_csv_row(each) for each in rows.iterator(chunk_size=1_000)))
    return HttpResponse(
        text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="campaign-{found.pk}.csv"'},
    )


def _csv_row(each: CampaignRecipient) -> tuple[str, ...]:
    message = each.message
    said = message.withheld_because or message.last_error
    moments = (message.sent_at.isoformat() if message.sent_at else "", said,
               each.opened_at.isoformat() if each.opened_at else "")  # fmt: skip
    outcome: str = each.outcome  # type: ignore[attr-defined]
    return (", ".join(message.to), queries.name_of(each), str(each.agency or ""), outcome, *moments)


def acts_of(campaign: Campaign, request: SeatedRequest) -> dict[str, str | None]:
    """Return the reason why each act is not possible now, or None where it is."""
    policies: dict[str, Callable[..., str | None]] = {
        "change": access.change_campaign.why_not,
        "test": access.test_campaign.why_not,
        "pause": access.pause_campaign.why_not,
        "resume": access.resume_campaign.why_not,
        "remind": access.remind_again.why_not,
    }
    now = clock.now()
    return {name: why_not(request.seat, campaign, now=now) for name, why_not in policies.items()}


def _occasion(campaign: Campaign | None) -> dict[str, str] | None:
    """Return what a call is about: its title and page."""
    occasion = audiences.occasion(campaign.occasion) if campaign else None
    if occasion is None or campaign is None or campaign.occasion_id is None:
        return None
    return {"title": occasion.title(campaign.occasion_id), "page": occasion.page(campaign.occasion_id)}
