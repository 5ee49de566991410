"""Who may register vendors, see them, and keep their certificates."""

from datetime import datetime

from commonlot.kernel.policy import Policy
from commonlot.process.membership.access.people import is_staff
from commonlot.process.membership.models import Vendor
from commonlot.records.access.models import AnySeat


@Policy
def register_vendor(actor: AnySeat, *, now: datetime) -> str | None:
    """The county's purchasing staff."""
    return None if is_staff(actor) else "Only the county's purchasing staff may register vendors."


@Policy
def see_vendor(actor: AnySeat, vendor: Vendor, *, now: datetime) -> str | None:
    """The county's purchasing staff, and the vendor itself."""
    if is_staff(actor) or actor.organisation_pk == vendor.organisation_id:
        return None
    return "Only the county's purchasing staff and the vendor itself see this page."


@Policy
def keep_certificates(actor: AnySeat, vendor: Vendor, *, now: datetime) -> str | None:
    """The county's purchasing staff, and everyone with a seat at the vendor."""
    if is_staff(actor) or actor.organisation_pk == vendor.organisation_id:
        return None
    return "Only the vendor itself or the county's purchasing staff may add its certificates."
