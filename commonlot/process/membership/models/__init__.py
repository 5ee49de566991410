"""Agencies, the agreements by which they take part, those who ask to join, vendors, and the distribution list."""

from commonlot.process.membership.models.agencies import Agency, Agreement, AgreementQuerySet
from commonlot.process.membership.models.agreements import AgreementPaper, AgreementReminder, BoardVote
from commonlot.process.membership.models.applications import (
    AgencyFacts,
    Application,
    Knock,
    Stated,
    columns_of,
)
from commonlot.process.membership.models.subscriptions import Subscription, SubscriptionQuerySet
from commonlot.process.membership.models.vendors import Certificate, Vendor

__all__ = [
    "Agency",
    "AgencyFacts",
    "Agreement",
    "AgreementPaper",
    "AgreementQuerySet",
    "AgreementReminder",
    "Application",
    "BoardVote",
    "Certificate",
    "Knock",
    "Stated",
    "Subscription",
    "SubscriptionQuerySet",
    "Vendor",
    "columns_of",
]
