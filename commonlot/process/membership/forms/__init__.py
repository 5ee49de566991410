"""The shape of what people send about members; what may be is decided by rules, access and actions."""

from commonlot.process.membership.forms.agencies import BoardVote, EnrolAgency
from commonlot.process.membership.forms.fields import LARGEST_FILE, DayInput, Upload
from commonlot.process.membership.forms.files import ChooseMemberColumns, UploadMembers
from commonlot.process.membership.forms.people import Invitation, Roles
from commonlot.process.membership.forms.services import Answer, AskService, ServiceFacts
from commonlot.process.membership.forms.vendors import NewCertificate, RegisterVendor

__all__ = [
    "LARGEST_FILE",
    "Answer",
    "AskService",
    "BoardVote",
    "ChooseMemberColumns",
    "DayInput",
    "EnrolAgency",
    "Invitation",
    "NewCertificate",
    "RegisterVendor",
    "Roles",
    "ServiceFacts",
    "Upload",
    "UploadMembers",
]
