"""Who may register vendors, see them, keep their facts, and say which two are one company."""

from datetime import datetime

from commonlot.kernel.policy import Policy
from commonlot.process.membership.access.people import is_staff
from commonlot.process.membership.models import LikelyTwin, Vendor
from commonlot.process.membership.states import TwinStatus, VendorStatus
from commonlot.records.access.models import AnySeat


@Policy
def register_vendor(actor: AnySeat, *, now: datetime) -> str | None:
    """The county's purchasing staff; a company registers itself on the public site."""
    return None if is_staff(actor) else "Only the county's purchasing staff may register vendors."


@Policy
def see_vendor(actor: AnySeat, vendor: Vendor, *, now: datetime) -> str | None:
    """The county's purchasing staff, and the vendor itself."""
    if is_staff(actor) or actor.organisation_pk == vendor.organisation_id:
        return None
    return "Only the county's purchasing staff and the vendor itself see this page."


@Policy
def keep_vendor(actor: AnySeat, vendor: Vendor, *, now: datetime) -> str | None:
    """The county's purchasing staff, and everyone with a seat at the vendor, while it is an entry of its own."""
    if vendor.status == VendorStatus.FOLDED:
        return f"This entry was folded into {vendor.folded_into}. Change it there."
    return see_vendor.why_not(actor, vendor, now=now)


@Policy
def keep_certificates(actor: AnySeat, vendor: Vendor, *, now: datetime) -> str | None:
    """The county's purchasing staff, and everyone with a seat at the vendor."""
    if vendor.status == VendorStatus.FOLDED:
        return f"This entry was folded into {vendor.folded_into}. Add its papers there."
    if is_staff(actor) or actor.organisation_pk == vendor.organisation_id:
        return None
    return "Only the vendor itself or the county's purchasing staff may add its certificates."


@Policy
def check_vendor(actor: AnySeat, vendor: Vendor, *, now: datetime) -> str | None:
    """The county's purchasing staff, once nobody suspects that it is registered twice."""
    if not is_staff(actor):
        return "Only the county's purchasing staff check a registration."
    if vendor.status != VendorStatus.NEW:
        return "This registration was checked already."
    if vendor.twins_found.filter(status=TwinStatus.SUSPECTED).exists():
        return "Say first whether it is the same company as the one it looks like."
    return None


@Policy
def decide_twin(actor: AnySeat, twin: LikelyTwin, *, now: datetime) -> str | None:
    """The county's purchasing staff, once."""
    if not is_staff(actor):
        return "Only the county's purchasing staff say which entries are one company."
    if twin.status != TwinStatus.SUSPECTED:
        return "Somebody decided about these two already."
    return None
