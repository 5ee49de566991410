"""Agencies, the agreements by which they take part, help on their behalf, vendors, and the distribution list."""

from commonlot.process.membership.models.agencies import Agency, Agreement, AgreementQuerySet
from commonlot.process.membership.models.help import (
    AssistanceRequest,
    AssistanceRequestQuerySet,
    Delegation,
    DelegationQuerySet,
)
from commonlot.process.membership.models.hours import HoursEntry, HoursEntryQuerySet
from commonlot.process.membership.models.subscriptions import Subscription, SubscriptionQuerySet
from commonlot.process.membership.models.vendors import Certificate, Vendor

__all__ = [
    "Agency",
    "Agreement",
    "AgreementQuerySet",
    "AssistanceRequest",
    "AssistanceRequestQuerySet",
    "Certificate",
    "Delegation",
    "DelegationQuerySet",
    "HoursEntry",
    "HoursEntryQuerySet",
    "Subscription",
    "SubscriptionQuerySet",
    "Vendor",
]
