"""Taking an address from a file into the distribution list: with proof that it asked, or by asking it."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, states
from commonlot.process.membership.models import Agency, Subscription
from commonlot.process.membership.states import SubscriptionStatus
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.actions import record
from commonlot.records.notices.actions import post


@transaction.atomic
def take_in_address(*, email: str, facts: Mapping[str, Any], actor: AnySeat, now: datetime) -> Subscription:
    """Put an address on the list, or add what its row says; one that left the list stays away.

    facts: name, agency (its number), topics, commodities; `asked_on` and `source` together are the proof that
    its owner asked. Without them a new address gets a mail to confirm, and nothing else until it does.
    """
    access.import_members.require(actor, now=now)
    known = Subscription.objects.annotate(address=Lower("email")).filter(address=email.lower())
    there = known.select_for_update(of=("self",)).first()
    if there is not None and there.status in {SubscriptionStatus.UNSUBSCRIBED, SubscriptionStatus.BOUNCED}:
        raise Refused(f"{email} left the list; only its owner can come back.")
    subscription = there or Subscription(email=email, created_at=now)
    _fill(subscription, facts, is_new=there is None)
    if "asked_on" in facts:
        _take_proof(subscription, facts["asked_on"], facts["source"])
    subscription.save()
    record(at=now, actor=actor, verb="membership.address_taken_in", subject=subscription,
           proof=facts.get("source", ""))  # fmt: skip
    if there is None and subscription.status == SubscriptionStatus.PENDING:
        ask_to_confirm(subscription, now=now)
    return subscription


def ask_to_confirm(subscription: Subscription, *, now: datetime) -> None:
    """Ask the owner of an address, by mail, whether they want to be on the list."""
    topics = [str(Subscription.Topic(topic).label) for topic in subscription.topics] or ["everything"]
    listed = "\n".join(f"- {topic}" for topic in topics)
    post(
        to=[subscription.email],
        subject="Do you want mail about the county’s cooperative purchasing?",
        text=f"The county would like to write to you about:\n{listed}\n\n"
        "Nothing more is sent to you unless you confirm. If you do not want this mail, do nothing.\n",
        cause="membership.confirmation",
        about=subscription,
        now=now,
    )


def _fill(subscription: Subscription, facts: Mapping[str, Any], *, is_new: bool) -> None:
    if not subscription.name:
        subscription.name = facts.get("name", "")
    if subscription.agency_id is None and facts.get("agency"):
        subscription.agency = Agency.objects.get(number=facts["agency"])
    if is_new or "asked_on" in facts:
        for name in ("topics", "commodities"):
            setattr(subscription, name, sorted({*getattr(subscription, name), *facts.get(name, [])}))


def _take_proof(subscription: Subscription, asked_on: date, source: str) -> None:
    if subscription.status == SubscriptionStatus.CONFIRMED:
        return
    workflow.check_move(states.SUBSCRIPTION_MOVES, subscription.status, SubscriptionStatus.CONFIRMED)
    subscription.status, subscription.source = SubscriptionStatus.CONFIRMED, source
    subscription.confirmed_at = timezone.make_aware(datetime.combine(asked_on, time.min))
