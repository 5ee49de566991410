"""Agencies, the agreements by which they take part, vendors, and the distribution list."""

from commonlot.process.membership.models.agencies import Agency, Agreement, AgreementQuerySet
from commonlot.process.membership.models.approvals import (
    ApprovalBackup,
    ApprovalLimit,
    BackupQuerySet,
    TwoApprovals,
)
from commonlot.process.membership.models.invitations import Invitation
from commonlot.process.membership.models.subscriptions import Subscription, SubscriptionQuerySet
from commonlot.process.membership.models.vendors import Certificate, Vendor

__all__ = [
    "Agency",
    "Agreement",
    "AgreementQuerySet",
    "ApprovalBackup",
    "ApprovalLimit",
    "BackupQuerySet",
    "Certificate",
    "Invitation",
    "Subscription",
    "SubscriptionQuerySet",
    "TwoApprovals",
    "Vendor",
]
