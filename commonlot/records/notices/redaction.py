"""Taking an address out of the outbox, when its owner asks to be deleted."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from commonlot.records.notices.models import Message

NOBODY = "deleted@deleted.invalid"
DELETED = "The owner of the address asked to be deleted."


@transaction.atomic
def redact_mail_to(*, address: str, causes: Collection[str]) -> int:
    """Take address and words out of the list mail to one address, and out of mail of the given causes."""
    list_mail = Q(headers__has_key="List-Unsubscribe") | Q(cause__in=list(causes))
    mails = Message.objects.filter(list_mail, to=[address])
    mails.filter(sent_at__isnull=True, withheld_because="").update(withheld_because=DELETED)
    return mails.update(to=[NOBODY], text="", html="", headers={})
