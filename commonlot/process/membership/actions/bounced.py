"""What a mail that came back means for the distribution list."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from commonlot.process.membership.actions.subscriptions import end
from commonlot.process.membership.models import Subscription
from commonlot.process.membership.states import SubscriptionStatus
from commonlot.records.notices.bounces.models import Bounce
from commonlot.records.notices.bounces.queries import soft_in_a_row
from commonlot.records.notices.bounces.rules import AT_ONCE, WORDS, Kind


@transaction.atomic
def mail_came_back(*, address: str, bounce: Bounce, now: datetime) -> Subscription | None:
    """Take an address off the list: at once if it is gone or complained, after several soft bounces in a row."""
    subscription = Subscription.objects.at(address).select_for_update(of=("self",)).first()
    if subscription is None:
        return None
    began = subscription.confirmed_at or subscription.asked_at or subscription.created_at
    if bounce.at < began:  # it speaks of an earlier life of the subscription
        return subscription
    if bounce.kind in AT_ONCE:
        wished = bounce.kind in (Kind.COMPLAINT, Kind.UNSUBSCRIBE)
        to = SubscriptionStatus.UNSUBSCRIBED if wished else SubscriptionStatus.BOUNCED
        return end(subscription, to, WORDS[Kind(bounce.kind)], actor=None, now=now)
    most, soft = settings.COMMONLOT_LIST_LIMITS["soft_bounces"], soft_in_a_row(address, since=began)
    if soft >= most:
        because = f"{soft} mails in a row could not be delivered."
        return end(subscription, SubscriptionStatus.BOUNCED, because, actor=None, now=now)
    return subscription
