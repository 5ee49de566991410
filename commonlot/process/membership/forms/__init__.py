"""The shape of what people send about members; what may be is decided by rules, access and actions."""

from commonlot.process.membership.forms.agencies import BoardVote, EnrolAgency
from commonlot.process.membership.forms.fields import LARGEST_FILE, DayInput, Upload
from commonlot.process.membership.forms.people import Invitation, Roles
from commonlot.process.membership.forms.subscriptions import (
    AddSubscriber,
    EndSubscription,
    Preferences,
    Subscribe,
)
from commonlot.process.membership.forms.vendors import NewCertificate, RegisterVendor

__all__ = [
    "LARGEST_FILE",
    "AddSubscriber",
    "BoardVote",
    "DayInput",
    "EndSubscription",
    "EnrolAgency",
    "Invitation",
    "NewCertificate",
    "Preferences",
    "RegisterVendor",
    "Roles",
    "Subscribe",
    "Upload",
]
