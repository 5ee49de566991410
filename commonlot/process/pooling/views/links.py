"""Answering a question by the link in a mail, without signing in: looking changes nothing, one answer is taken."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from commonlot.process.pooling import actions, rules
from commonlot.process.pooling.forms import LinkAnswerForm
from commonlot.process.pooling.models import Inquiry
from commonlot.process.pooling.queries.inquiries import inquiry_of, typed_words, why_not_answer
from commonlot.process.pooling.queries.units import own_units
from commonlot.records import clock
from commonlot.records.screens import attempt_with_form

View = Callable[..., HttpResponse]


def own_page(view: View) -> View:
    """Keep the address of a page, which is its key, from caches, search engines and the next site.

    The key in the address does what a CSRF token would: who does not know it can send nothing. A page that sends no
    referrer makes browsers post with "Origin: null", which Django's own check would refuse.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return csrf_exempt(never_cache(guarded))


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def answer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the agency typed and the question about it; a POST takes the answer."""
    inquiry = inquiry_of(token)
    if inquiry is None:
        raise Http404
    form = LinkAnswerForm(request.POST) if request.method == "POST" else LinkAnswerForm()
    if form.is_bound and form.is_valid() and _take(form, inquiry):
        return redirect("pooling:answer_by_link", token)
    return _show(request, inquiry, form)


def _take(form: LinkAnswerForm, inquiry: Inquiry) -> bool:
    return attempt_with_form(
        form,
        lambda: actions.answer_by_link(
            inquiry_id=inquiry.pk, holds=form.cleaned_data["holds"], source=form.cleaned_data["source"],
            now=clock.now(),
        ),
    )  # fmt: skip


def _show(request: HttpRequest, inquiry: Inquiry, form: LinkAnswerForm) -> HttpResponse:
    line = inquiry.line
    pool = line.participation.pool
    context = {
        "shell": "public.html",
        "user": None,
        "has_errors": form.is_bound,
        "inquiry": inquiry,
        "pool": pool,
        "agency": line.participation.agency,
        "typed": typed_words(inquiry),
        "one": rules.typed_unit_words(line.unit),
        "unit": rules.unit_words(inquiry.base_unit, None, own_units(pool.lead_agency_id)),
        "form": form,
        "why_not": why_not_answer(inquiry, pool, now=clock.now()),
    }
    return render(request, "pooling/answer_by_link.html", context, status=422 if form.is_bound else 200)
