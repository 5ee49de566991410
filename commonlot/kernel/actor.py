"""Who may act: the roles a seat can hold, and what every action may ask of its actor."""

from enum import StrEnum


class Role(StrEnum):
    BUYER = "buyer"
    PURCHASING_AGENT = "purchasing_agent"
    CUSTODIAN = "custodian"
    REQUESTER = "requester"
    APPROVER = "approver"
    RECEIVER = "receiver"
    AGENCY_ADMINISTRATOR = "agency_administrator"
    VENDOR_REPRESENTATIVE = "vendor_representative"
    VENDOR_ADMINISTRATOR = "vendor_administrator"
    ADMINISTRATOR = "administrator"


ROLE_NAMES: dict[Role, str] = {
    Role.BUYER: "Buyer",
    Role.PURCHASING_AGENT: "Purchasing agent",
    Role.CUSTODIAN: "Custodian of an opening key",
    Role.REQUESTER: "Requester",
    Role.APPROVER: "Approver",
    Role.RECEIVER: "Receiver",
    Role.AGENCY_ADMINISTRATOR: "Agency administrator",
    Role.VENDOR_REPRESENTATIVE: "Vendor representative",
    Role.VENDOR_ADMINISTRATOR: "Vendor administrator",
    Role.ADMINISTRATOR: "Platform administrator",
}
