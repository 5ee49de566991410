"""Who may do what with members, their people, agreements and certificates, and why not."""

from commonlot.process.membership.access.agencies import enrol_agency, is_lead, keep_agreement
from commonlot.process.membership.access.campaigns import (
    change_campaign,
    pause_campaign,
    remind_again,
    resume_campaign,
    see_campaigns,
    test_campaign,
    write_campaign,
)
from commonlot.process.membership.access.documents import may_read_document
from commonlot.process.membership.access.people import (
    COUNTY_STAFF,
    end_seat,
    is_staff,
    manage_people,
    see_people,
)
from commonlot.process.membership.access.subscriptions import keep_list
from commonlot.process.membership.access.vendors import keep_certificates, register_vendor, see_vendor

__all__ = [
    "COUNTY_STAFF",
    "change_campaign",
    "end_seat",
    "enrol_agency",
    "is_lead",
    "is_staff",
    "keep_agreement",
    "keep_certificates",
    "keep_list",
    "manage_people",
    "may_read_document",
    "pause_campaign",
    "register_vendor",
    "remind_again",
    "resume_campaign",
    "see_campaigns",
    "see_people",
    "see_vendor",
    "test_campaign",
    "write_campaign",
]
