"""The public pages of the rules: the list, and each rule with its versions."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonlot.records import clock
from commonlot.records.access.requests import AnyRequest
from commonlot.records.legal import access, queries
from commonlot.records.legal.models import CERTAINTIES_IN_SHORT, Path, Question, Rule


@require_safe
def rules(request: AnyRequest) -> HttpResponse:
    """Show every rule with its citation, dates, certainty, and where it is used."""
    now = clock.now()
    today = timezone.localdate(now)
    packs = queries.packs()
    pack = _chosen(request.GET.get("pack", ""), packs)
    sheets = queries.rule_sheets(on=today, pack=pack)
    asked = queries.RuleFilter(
        words=request.GET.get("q", "")[:100],
        certainty=request.GET.get("certainty", ""),
        standing=request.GET.get("standing", ""),
        use=request.GET.get("use", ""),
    )
    context: dict[str, Any] = {
        "today": today,
        "packs": packs,
        "pack": pack,
        "pack_name": dict(packs).get(pack, pack),
        "asked": asked,
        "sheets": [sheet for sheet in sheets if asked.takes(sheet)],
        "total": len(sheets),
        "paths": Path.objects.filter(pack=pack),
        "questions": Question.objects.filter(pack=pack),
        "certainties": Rule.Certainty.choices,
        "certainties_in_short": [
            (letter, f"{letter}: {words}") for letter, words in CERTAINTIES_IN_SHORT.items()
        ],
        "standings": list(queries.STANDINGS.items())[:3],
        "uses": list(queries.USES.items()),
        "waiting": {each.code for each in queries.open_changes(request.seat, pack=pack)},
        "is_staff": access.is_staff(request.seat),
    }
    part = request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    return render(request, "legal/_rules.html" if part else "legal/rules.html", context)


def _chosen(wanted: str, packs: list[tuple[str, str]]) -> str:
    known = [code for code, _ in packs]
    if wanted in known or "NY" in known or not known:
        return wanted if wanted in known else "NY"
    return known[0]


@require_safe
def rule(request: AnyRequest, pack: str, code: str) -> HttpResponse:
    """Show one rule: its versions, where it is used, what was changed, and by whom."""
    now = clock.now()
    today = timezone.localdate(now)
    sheet = queries.rule_sheet(code, on=today, pack=pack)
    if sheet is None:
        raise Http404
    context = {
        "today": today,
        "sheet": sheet,
        "rule": sheet.rule,
        "holds": sheet.rule.as_text().fill(sheet.rule.holds),
        "over": sheet.rule.as_text().fill(sheet.rule.over) or "It is not known to have been extended.",
        "checks": [_check_words(check, sheet.rule) for check in sheet.rule.checks],
        "earlier": queries.earlier_versions(code, pack=pack),
        "changes": queries.changes(request.seat, pack=pack, code=code),
        "is_staff": access.is_staff(request.seat),
        "why_not_propose": access.propose_change.why_not(request.seat, now=now),
    }
    return render(request, "legal/rule.html", context)


def _check_words(check: dict[str, Any], rule: Rule) -> dict[str, Any]:
    """Give what a rule asks, with its own figure in the sentences."""
    text = rule.as_text()
    return {
        "fact": check["fact"].replace("_", " "),
        "one_of": [word.replace("_", " ") for word in check.get("one_of", [])],
        **{part: text.fill(check[part]) for part in ("found", "fails", "missing") if part in check},
    }
