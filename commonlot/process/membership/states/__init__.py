"""How records of membership live: each a table of which state may follow which."""

from commonlot.process.membership.states.agreements import AGREEMENT_MOVES, AgreementStatus
from commonlot.process.membership.states.applications import APPLICATION_MOVES, ApplicationStatus
from commonlot.process.membership.states.campaigns import CAMPAIGN_MOVES, CampaignStatus
from commonlot.process.membership.states.certificates import CERTIFICATE_MOVES, CertificateStatus
from commonlot.process.membership.states.files import FILE_MOVES, FileStatus
from commonlot.process.membership.states.help import (
    DELEGATION_MOVES,
    REQUEST_MOVES,
    DelegationStatus,
    RequestStatus,
)
from commonlot.process.membership.states.services import (
    SERVICE_MOVES,
    SERVICE_REQUEST_MOVES,
    ServiceRequestStatus,
    ServiceStatus,
)
from commonlot.process.membership.states.subscriptions import SUBSCRIPTION_MOVES, SubscriptionStatus
from commonlot.process.membership.states.vendors import TWIN_MOVES, VENDOR_MOVES, TwinStatus, VendorStatus

__all__ = [
    "AGREEMENT_MOVES",
    "APPLICATION_MOVES",
    "CAMPAIGN_MOVES",
    "CERTIFICATE_MOVES",
    "DELEGATION_MOVES",
    "FILE_MOVES",
    "REQUEST_MOVES",
    "SERVICE_MOVES",
    "SERVICE_REQUEST_MOVES",
    "SUBSCRIPTION_MOVES",
    "TWIN_MOVES",
    "VENDOR_MOVES",
    "AgreementStatus",
    "ApplicationStatus",
    "CampaignStatus",
    "CertificateStatus",
    "DelegationStatus",
    "FileStatus",
    "RequestStatus",
    "ServiceRequestStatus",
    "ServiceStatus",
    "SubscriptionStatus",
    "TwinStatus",
    "VendorStatus",
]
