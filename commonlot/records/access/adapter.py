"""How sign-in behaves here: nobody signs up by themselves, and its mail goes through the outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from commonlot.records import clock
from commonlot.records.notices.actions import post


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come by invitation; a mail about sign-in waits in the outbox like every other."""

    clock = staticmethod(clock.now)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no: a seat is given by an organisation's administrator or by the county."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Post the mail to the outbox, where a failing mail server does not lose it."""
        facts = {"email": email, "site_address": settings.COMMONLOT_ADDRESS, **context}
        mail = self.render_mail(template_prefix, email, {"request": self.request, **facts})
        post(
            to=[email],
            subject=mail.subject,
            text=mail.body,
            cause=f"access.{template_prefix}"[:80],
            now=self.clock(),
        )

    def format_email_subject(self, subject: str) -> str:
        """Name the program first."""
        return f"Commonlot: {subject}"
