"""How members are numbered, and who may hold which role."""

from commonlot.kernel.actor import ROLE_NAMES, Role

AGENCY_PREFIXES: dict[str, str] = {
    "county": "C",
    "city": "C",
    "town": "T",
    "village": "V",
    "school_district": "S",
    "fire_district": "F",
    "boces": "B",
    "other": "O",
}


VENDOR_PREFIX = "VN"


ROLES_OF: dict[str, tuple[Role, ...]] = {
    "lead_agency": (
        Role.BUYER,
        Role.PURCHASING_AGENT,
        Role.CUSTODIAN,
        Role.REQUESTER,
        Role.APPROVER,
        Role.RECEIVER,
        Role.ADMINISTRATOR,
    ),
    "agency": (Role.REQUESTER, Role.APPROVER, Role.RECEIVER, Role.AGENCY_ADMINISTRATOR),
    "vendor": (Role.VENDOR_REPRESENTATIVE, Role.VENDOR_ADMINISTRATOR),
}


def member_number(prefix: str, running: int) -> str:
    """Write a number such as T-022."""
    return f"{prefix}-{running:03d}"


def why_not_roles(organisation_kind: str, roles: frozenset[Role]) -> str | None:
    """Return why these roles cannot be held together in this kind of organisation, or None."""
    if not roles:
        return "Choose at least one role."
    for role in sorted(roles - frozenset(ROLES_OF[organisation_kind])):
        return f"{ROLE_NAMES[role]} is not a role of this kind of organisation."
    if {Role.CUSTODIAN, Role.ADMINISTRATOR} <= roles:
        return "The platform administrator can never hold an opening key. Choose another person as custodian."
    return None
