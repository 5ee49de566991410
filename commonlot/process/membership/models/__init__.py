"""Agencies, the agreements by which they take part, vendors, and the distribution list."""

from commonlot.process.membership.models.agencies import Agency, Agreement, AgreementQuerySet
from commonlot.process.membership.models.campaigns import Campaign, CampaignRecipient
from commonlot.process.membership.models.list_keeping import Announcement, Ask, DailySalt, Suppression
from commonlot.process.membership.models.subscriptions import Subscription, SubscriptionQuerySet
from commonlot.process.membership.models.vendors import Certificate, Vendor

__all__ = [
    "Agency",
    "Agreement",
    "AgreementQuerySet",
    "Announcement",
    "Ask",
    "Campaign",
    "CampaignRecipient",
    "Certificate",
    "DailySalt",
    "Subscription",
    "SubscriptionQuerySet",
    "Suppression",
    "Vendor",
]
