"""The address at which the mail service tells what became of the mail; it exists only where one is set up.

anymail reads each service's reports and sends them as a signal. This is the one place of the house that
listens to it, and all it does is to call an action.
"""

from typing import Any

from anymail.signals import AnymailTrackingEvent, tracking
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, path

from commonlot.records import clock
from commonlot.records.notices.bounces import actions, rules


def addresses(provider: str) -> list[URLPattern]:
    """Return the webhook's address for a mail service as anymail names it; none without a service."""
    if not provider:
        return []
    from anymail import urls as anymail_urls

    names = (f"{provider}_tracking_webhook", f"{provider}_webhook")
    found = {each.name: each for each in anymail_urls.urlpatterns}
    named = next((found[name] for name in names if name in found), None)
    if named is None:
        raise ImproperlyConfigured(f"COMMONLOT_MAIL_PROVIDER: django-anymail knows no service {provider!r}.")
    return [path(f"mail/reports/{provider}/", named.callback, name="mail_reports")]


def listen() -> None:
    """Hear what anymail reads from a mail service's reports."""
    tracking.connect(hear, dispatch_uid="commonlot.records.notices.bounces")


def hear(sender: object, event: AnymailTrackingEvent, esp_name: str, **_: Any) -> None:
    """Hand one report on: it arrived, or it came back."""
    now = clock.now()
    report = actions.Report(
        source=esp_name,
        recipient=(event.recipient or "").strip(),
        at=event.timestamp or now,
        message_id=event.message_id or "",
        event_id=event.event_id or "",
        said=event.mta_response or event.description or "",
    )
    if event.event_type == "delivered":
        actions.note_delivery(report=report, now=now)
    elif kind := rules.judge(event.event_type, event.reject_reason, event.esp_event):
        actions.note_bounce(report=report, kind=kind, now=now)
