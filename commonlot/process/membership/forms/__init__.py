"""The shape of what people send about members; what may be is decided by rules, access and actions."""

from commonlot.process.membership.forms.agencies import BoardVote, EnrolAgency
from commonlot.process.membership.forms.fields import LARGEST_FILE, DayInput, Upload
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
from commonlot.process.membership.forms.people import Invitation, Roles
from commonlot.process.membership.forms.vendors import NewCertificate, RegisterVendor

__all__ = [
    "LARGEST_FILE",
    "AskForHelp",
    "Assignment",
    "Because",
    "BoardVote",
    "DayInput",
    "EnrolAgency",
    "HoursPeriod",
    "Invitation",
    "LogHours",
    "MaybeBecause",
    "NewCertificate",
    "NewPaper",
    "Outcome",
    "Proposal",
    "RegisterVendor",
    "Roles",
    "Upload",
]
