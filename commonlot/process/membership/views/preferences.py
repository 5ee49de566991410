"""A person's own subscription, reached by a signed link: confirm it, change it, end it."""

from django.http import Http404, HttpRequest, HttpResponse


def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm a subscription."""
    raise Http404


def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """Show and change a subscription."""
    raise Http404


def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End a subscription."""
    raise Http404
