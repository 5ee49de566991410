"""The public page of the rules."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonlot.records import clock
from commonlot.records.legal import queries
from commonlot.records.legal.models import Path, Rule


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Show every rule with its citation, dates, certainty, and where it is used."""
    today = timezone.localdate(clock.now())
    context = {
        "today": today,
        "rows": queries.rule_rows(on=today),
        "paths": Path.objects.filter(pack="NY"),
        "certainties": Rule.Certainty.choices,
    }
    return render(request, "legal/rules.html", context)
