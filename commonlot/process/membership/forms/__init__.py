"""The shape of what people send about members; what may be is decided by rules, access and actions."""

from commonlot.process.membership.forms.agencies import BoardVote, EnrolAgency
from commonlot.process.membership.forms.approvals import (
    ApprovalLimits,
    NewBackup,
    TwoApprovals,
    WhoCould,
)
from commonlot.process.membership.forms.fields import LARGEST_FILE, DayInput, MoneyField, Upload
from commonlot.process.membership.forms.people import HistoryFilter, Invitation, Roles, SeveralInvitations
from commonlot.process.membership.forms.vendors import NewCertificate, RegisterVendor

__all__ = [
    "LARGEST_FILE",
    "ApprovalLimits",
    "BoardVote",
    "DayInput",
    "EnrolAgency",
    "HistoryFilter",
    "Invitation",
    "MoneyField",
    "NewBackup",
    "NewCertificate",
    "RegisterVendor",
    "Roles",
    "SeveralInvitations",
    "TwoApprovals",
    "Upload",
    "WhoCould",
]
