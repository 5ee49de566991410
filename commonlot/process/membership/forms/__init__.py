"""The shape of what people send about members; what may be is decided by rules, access and actions."""

from commonlot.process.membership.forms.agencies import BoardVote, EnrolAgency
from commonlot.process.membership.forms.fields import LARGEST_FILE, DayInput, Upload, copy_of
from commonlot.process.membership.forms.papers import Certify, Demands, NewCertificate, NewCertification
from commonlot.process.membership.forms.people import Invitation, Roles
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
    "BoardVote",
    "Certify",
    "CompanyFacts",
    "Contact",
    "DayInput",
    "Demands",
    "EnrolAgency",
    "FindVendors",
    "Invitation",
    "JoinAsVendor",
    "NewCertificate",
    "NewCertification",
    "RegisterVendor",
    "Roles",
    "Upload",
    "copy_of",
]
