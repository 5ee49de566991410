"""The shape of what people send about members; what may be is decided by rules, access and actions."""

from commonlot.process.membership.forms.agencies import (
    Acceptance,
    BoardVote,
    Declining,
    EnrolAgency,
    SignedCopy,
    Term,
    Vote,
)
from commonlot.process.membership.forms.approvals import ApprovalLimits, NewBackup, TwoApprovals, WhoCould
from commonlot.process.membership.forms.campaigns import CampaignWords, Moment, SecondLook, words_of
from commonlot.process.membership.forms.fields import LARGEST_FILE, DayInput, MoneyField, Upload, copy_of
from commonlot.process.membership.forms.files import ChooseMemberColumns, UploadMembers
from commonlot.process.membership.forms.help import (
    AskForHelp,
    Assignment,
    Because,
    HoursPeriod,
    LogHours,
    MaybeBecause,
    NewPaper,
    Outcome,
    Proposal,
)
from commonlot.process.membership.forms.joining import Apply, Facts, StatedForms
from commonlot.process.membership.forms.papers import (
    Certify,
    Demands,
    NewCertificate,
    NewCertification,
    RefuseCertificate,
)
from commonlot.process.membership.forms.people import HistoryFilter, Invitation, Roles, SeveralInvitations
from commonlot.process.membership.forms.services import Answer, AskService, ServiceFacts
from commonlot.process.membership.forms.subscriptions import (
    AddSubscriber,
    EndSubscription,
    Preferences,
    Subscribe,
)
from commonlot.process.membership.forms.vendors import (
    FIND,
    CompanyFacts,
    Contact,
    FindVendors,
    JoinAsVendor,
    RegisterVendor,
)

__all__ = [
    "FIND",
    "LARGEST_FILE",
    "Acceptance",
    "AddSubscriber",
    "Answer",
    "Apply",
    "ApprovalLimits",
    "AskForHelp",
    "AskService",
    "Assignment",
    "Because",
    "BoardVote",
    "CampaignWords",
    "Certify",
    "ChooseMemberColumns",
    "CompanyFacts",
    "Contact",
    "DayInput",
    "Declining",
    "Demands",
    "EndSubscription",
    "EnrolAgency",
    "Facts",
    "FindVendors",
    "HistoryFilter",
    "HoursPeriod",
    "Invitation",
    "JoinAsVendor",
    "LogHours",
    "MaybeBecause",
    "Moment",
    "MoneyField",
    "NewBackup",
    "NewCertificate",
    "NewCertification",
    "NewPaper",
    "Outcome",
    "Preferences",
    "Proposal",
    "RefuseCertificate",
    "RegisterVendor",
    "Roles",
    "SecondLook",
    "ServiceFacts",
    "SeveralInvitations",
    "SignedCopy",
    "StatedForms",
    "Subscribe",
    "Term",
    "TwoApprovals",
    "Upload",
    "UploadMembers",
    "Vote",
    "WhoCould",
    "copy_of",
    "words_of",
]
