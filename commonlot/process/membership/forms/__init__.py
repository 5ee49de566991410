"""The shape of what people send about members; what may be is decided by rules, access and actions."""

from commonlot.process.membership.forms.agencies import BoardVote, EnrolAgency
from commonlot.process.membership.forms.campaigns import CampaignWords, Moment, SecondLook, words_of
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
    "CampaignWords",
    "DayInput",
    "EndSubscription",
    "EnrolAgency",
    "Invitation",
    "Moment",
    "NewCertificate",
    "Preferences",
    "RegisterVendor",
    "Roles",
    "SecondLook",
    "Subscribe",
    "Upload",
    "words_of",
]
