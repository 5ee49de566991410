"""The screens of this stage: pools, an agency's part, the survey, files of needs, delivery sites."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from commonlot.records.access.requests import SeatedRequest
from commonlot.records.screens import attempt


def done_or_refused(request: SeatedRequest, act: Callable[[], Any], said: str, *, to: Any) -> HttpResponse:
    """Do one act and say that it was done, or why not; then show the page."""
    attempt(request, act, done=said)
    return redirect(to)
