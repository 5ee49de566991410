"""What every screen shares: do one action and tell the person how it went."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest

from commonlot.kernel.errors import Refused


def attempt(request: HttpRequest, action: Callable[[], object], *, done: str = "") -> bool:
    """Do one action; say what was done, or why it was refused. Return whether it was done."""
    try:
        action()
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return False
    if done:
        messages.success(request, done)
    return True


def attempt_with_form(form: Form, action: Callable[[], object]) -> bool:
    """Do one action of a valid form; a refusal stands beside the field it speaks of."""
    try:
        action()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.reason)
        return False
    return True
