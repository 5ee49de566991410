"""The pages that belong to no stage: home, to do, how it works, accessibility, components."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commonlot.records import clock
from commonlot.records.access.models import PUBLIC, AnySeat
from commonlot.web import calendar, gallery, home
from commonlot.web.todo import desk_of


@require_safe
def show_home(request: HttpRequest) -> HttpResponse:
    """Show what this is, what is open, and what was saved."""
    now = clock.now()
    agencies = list(home.taking_part(now=now).select_related("organisation"))
    context = {
        "now": now,
        "open_solicitations": list(home.open_solicitations(now=now)[:6]),
        "next_dates": calendar.next_dates(now=now, most=5),
        "pools": list(home.coming_pools(now=now)[:3]),
        "example": home.pooled_example(),
        "saved": home.saved(),
        "agency_count": len(agencies),
        "agencies": home.directory_sample(agencies),
    }
    return render(request, "web/home.html", context)


@require_safe
def show_todo(request: HttpRequest) -> HttpResponse:
    """Show what the person's seat has to do next; who has no seat is asked to sign in."""
    seat: AnySeat = getattr(request, "seat", PUBLIC)
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?next={request.path}")
    now = clock.now()
    return render(request, "web/todo.html", {"desk": desk_of(seat, now=now), "now": now})


@require_safe
def show_how(request: HttpRequest) -> HttpResponse:
    """Explain the process in plain words."""
    return render(request, "web/how.html", {"stages": gallery.STAGE_STORY})


@require_safe
def show_accessibility(request: HttpRequest) -> HttpResponse:
    """Say what was done so that everyone can use this, and what was not."""
    return render(request, "web/accessibility.html")


@require_safe
def show_components(request: HttpRequest) -> HttpResponse:
    """Show every part that pages are built from."""
    form = gallery.ExampleForm({"quantity": "2400", "unit": "CT", "kind": "estimate"})
    return render(request, "web/components.html", {"form_example": form, **gallery.examples(now=clock.now())})
