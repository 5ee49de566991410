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
# Who gives and takes seats of an organisation: somebody must always be left who can.
MANAGERS_OF: dict[str, tuple[Role, ...]] = {
    "lead_agency": (Role.PURCHASING_AGENT, Role.ADMINISTRATOR),
    "agency": (Role.AGENCY_ADMINISTRATOR,),
    "vendor": (Role.VENDOR_ADMINISTRATOR,),
}


def member_number(prefix: str, running: int) -> str:
    """Write a number such as T-022."""
    return f"{prefix}-{running:03d}"


def why_not_roles(organisation_kind: str, roles: frozenset[Role]) -> str | None:
    """Return why these roles cannot be held together in this kind of organisation, or None."""
    if not roles:
        return "Choose at least one role."
    for role in sorted(roles - frozenset(ROLES_OF[organisation_kind])):
        return f"{ROLE_NAMES[role]} is not a role of this kind of organization."
    if {Role.CUSTODIAN, Role.ADMINISTRATOR} <= roles:
        return "The platform administrator can never hold an opening key. Choose another person as custodian."
    return None


def why_not_leave_without_manager(organisation_kind: str, *, others: int, by_county: bool) -> str | None:
    """Return why the last person who gives and takes seats must stay, or None.

    Only the county may leave a member without one; nobody may leave the county without one.
    """
    if others > 0 or (by_county and organisation_kind != "lead_agency"):
        return None
    if organisation_kind == "lead_agency":
        return "This is the last seat that can give and take the county’s seats. Give the role to another person first."
    return (
        "This is the last administrator who has signed in here. Make another person administrator first, "
        "or ask the county."
    )


def why_not_separate(seats: list[frozenset[Role]]) -> str | None:
    """Return what keeps these seats from ordering with two pairs of eyes, or None."""
    ask = {place for place, roles in enumerate(seats) if Role.REQUESTER in roles}
    approve = {place for place, roles in enumerate(seats) if Role.APPROVER in roles}
    if not ask:
        return "Nobody may ask for an order yet. Give one person the role of requester."
    if not approve:
        return "Nobody may approve an order yet. Give a second person the role of approver."
    if len(ask | approve) == 1:
        return (
            "One person is the only requester and the only approver, and nobody approves their own order. "
            "Give a second person the role of approver: a board member or the treasurer will do."
        )
    return None
