"""Asking people to sign in where a page needs a seat."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase

from commonlot.records.access.requests import SeatedRequest

View = Callable[..., HttpResponse]
AnyView = TypeVar("AnyView", bound=Callable[..., HttpResponseBase])


def seat_required(view: AnyView) -> AnyView:
    """Send the public to sign-in; refuse people who hold no seat any more."""

    @wraps(view)
    def guarded(request: SeatedRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.seat.pk is None:
            raise PermissionDenied("You hold no seat any more. Ask your agency’s administrator.")
        return view(request, *args, **kwargs)

    return cast(AnyView, guarded)
