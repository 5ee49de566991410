"""Agencies, the agreements by which they take part, vendors, and the distribution list."""

from commonlot.process.membership.models.agencies import Agency, Agreement, AgreementQuerySet
from commonlot.process.membership.models.papers import (
    Attestation,
    Certificate,
    CertificateAlert,
    CertificateQuerySet,
    Certification,
    PaperDemand,
)
from commonlot.process.membership.models.subscriptions import Subscription, SubscriptionQuerySet
from commonlot.process.membership.models.vendors import (
    LikelyTwin,
    Vendor,
    VendorContact,
    VendorQuerySet,
    VendorRegistration,
)

__all__ = [
    "Agency",
    "Agreement",
    "AgreementQuerySet",
    "Attestation",
    "Certificate",
    "CertificateAlert",
    "CertificateQuerySet",
    "Certification",
    "LikelyTwin",
    "PaperDemand",
    "Subscription",
    "SubscriptionQuerySet",
    "Vendor",
    "VendorContact",
    "VendorQuerySet",
    "VendorRegistration",
]
