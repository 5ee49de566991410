"""The shape of what people send about members; what may be is decided by rules, access and actions."""

from commonlot.process.membership.forms.agencies import (
    Acceptance,
    BoardVote,
    Declining,
    EnrolAgency,
    SignedCopy,
    Term,
)
from commonlot.process.membership.forms.fields import LARGEST_FILE, DayInput, Upload
from commonlot.process.membership.forms.joining import Apply, Facts, StatedForms
from commonlot.process.membership.forms.people import Invitation, Roles
from commonlot.process.membership.forms.vendors import NewCertificate, RegisterVendor

__all__ = [
    "LARGEST_FILE",
    "Acceptance",
    "Apply",
    "BoardVote",
    "DayInput",
    "Declining",
    "EnrolAgency",
    "Facts",
    "Invitation",
    "NewCertificate",
    "RegisterVendor",
    "Roles",
    "SignedCopy",
    "StatedForms",
    "Term",
    "Upload",
]
