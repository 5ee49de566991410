"""Agencies, the agreements by which they take part, vendors, and the distribution list."""

from commonlot.process.membership.models.agencies import Agency, Agreement, AgreementQuerySet
from commonlot.process.membership.models.subscriptions import Subscription, SubscriptionQuerySet
from commonlot.process.membership.models.vendors import Certificate, Vendor

__all__ = [
    "Agency",
    "Agreement",
    "AgreementQuerySet",
    "Certificate",
    "Subscription",
    "SubscriptionQuerySet",
    "Vendor",
]
