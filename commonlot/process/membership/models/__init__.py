"""Agencies, the agreements by which they take part, vendors, and the distribution list."""

from commonlot.process.membership.models.agencies import Agency, Agreement, AgreementQuerySet
from commonlot.process.membership.models.agreements import (
    AgreementPaper,
    AgreementReminder,
    BoardVote,
    CountyVote,
)
from commonlot.process.membership.models.applications import (
    AgencyFacts,
    Application,
    Stated,
    columns_of,
)
from commonlot.process.membership.models.approvals import (
    ApprovalBackup,
    ApprovalLimit,
    BackupQuerySet,
    TwoApprovals,
)
from commonlot.process.membership.models.calendars import CalendarAddress
from commonlot.process.membership.models.campaigns import Campaign, CampaignRecipient
from commonlot.process.membership.models.files import MemberFile, MemberFileRow
from commonlot.process.membership.models.help import (
    AssistanceRequest,
    AssistanceRequestQuerySet,
    Delegation,
    DelegationQuerySet,
)
from commonlot.process.membership.models.hours import HoursEntry, HoursEntryQuerySet
from commonlot.process.membership.models.invitations import Invitation
from commonlot.process.membership.models.list_keeping import Announcement, Ask, DailySalt, Suppression
from commonlot.process.membership.models.papers import (
    Attestation,
    Certificate,
    CertificateAlert,
    CertificateQuerySet,
    Certification,
    PaperDemand,
)
from commonlot.process.membership.models.services import ServiceRequest, SharedService
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
    "AgencyFacts",
    "Agreement",
    "AgreementPaper",
    "AgreementQuerySet",
    "AgreementReminder",
    "Announcement",
    "Application",
    "ApprovalBackup",
    "ApprovalLimit",
    "Ask",
    "AssistanceRequest",
    "AssistanceRequestQuerySet",
    "Attestation",
    "BackupQuerySet",
    "BoardVote",
    "CalendarAddress",
    "Campaign",
    "CampaignRecipient",
    "Certificate",
    "CertificateAlert",
    "CertificateQuerySet",
    "Certification",
    "CountyVote",
    "DailySalt",
    "Delegation",
    "DelegationQuerySet",
    "HoursEntry",
    "HoursEntryQuerySet",
    "Invitation",
    "LikelyTwin",
    "MemberFile",
    "MemberFileRow",
    "PaperDemand",
    "ServiceRequest",
    "SharedService",
    "Stated",
    "Subscription",
    "SubscriptionQuerySet",
    "Suppression",
    "TwoApprovals",
    "Vendor",
    "VendorContact",
    "VendorQuerySet",
    "VendorRegistration",
    "columns_of",
]
