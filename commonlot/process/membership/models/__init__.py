"""Agencies, their agreements, vendors, the distribution list, shared services, and files of all of them."""

from commonlot.process.membership.models.agencies import Agency, Agreement, AgreementQuerySet
from commonlot.process.membership.models.calendars import CalendarAddress
from commonlot.process.membership.models.files import MemberFile, MemberFileRow
from commonlot.process.membership.models.services import ServiceRequest, SharedService
from commonlot.process.membership.models.subscriptions import Subscription, SubscriptionQuerySet
from commonlot.process.membership.models.vendors import Certificate, Vendor

__all__ = [
    "Agency",
    "Agreement",
    "AgreementQuerySet",
    "CalendarAddress",
    "Certificate",
    "MemberFile",
    "MemberFileRow",
    "ServiceRequest",
    "SharedService",
    "Subscription",
    "SubscriptionQuerySet",
    "Vendor",
]
