"""Who may propose, decide and see a change of the rules, and why not."""

from datetime import datetime

from commonlot.kernel.actor import Role
from commonlot.kernel.policy import Policy
from commonlot.records.access.models import AnySeat, Seat
from commonlot.records.documents.models import Document
from commonlot.records.legal.models import RuleChange
from commonlot.records.legal.states import ChangeStatus

PROPOSERS = (Role.BUYER, Role.PURCHASING_AGENT, Role.ADMINISTRATOR)
DECIDERS = (Role.PURCHASING_AGENT, Role.ADMINISTRATOR)


def is_staff(actor: AnySeat) -> bool:
    """Say whether the actor keeps the rules: the county's purchasing staff."""
    return actor.is_county and actor.has(*PROPOSERS)


@Policy
def propose_change(actor: AnySeat, *, now: datetime) -> str | None:
    """The county's purchasing staff."""
    return None if is_staff(actor) else "Only the county's purchasing staff may propose a change of a rule."


@Policy
def decide_change(actor: AnySeat, change: RuleChange, *, now: datetime) -> str | None:
    """The purchasing agent or the platform administrator, and never the person who proposed it."""
    if not (isinstance(actor, Seat) and actor.is_county and actor.has(*DECIDERS)):
        return "Only the purchasing agent or the platform administrator may decide a change of a rule."
    if change.status == ChangeStatus.PROPOSED and change.proposed_by.user_id == actor.user_id:
        return "You proposed this change. A second person must decide it."
    return None


@Policy
def withdraw_change(actor: AnySeat, change: RuleChange, *, now: datetime) -> str | None:
    """The person who proposed it."""
    if isinstance(actor, Seat) and is_staff(actor) and change.proposed_by.user_id == actor.user_id:
        return None
    return "Only the person who proposed this change may take it back."


@Policy
def see_change(actor: AnySeat, change: RuleChange, *, now: datetime) -> str | None:
    """The county's purchasing staff; everybody once it was approved."""
    if is_staff(actor) or change.status == ChangeStatus.APPROVED:
        return None
    return "A proposed change is seen by the county's purchasing staff until it is approved."


def may_read_document(document: Document, actor: AnySeat, *, now: datetime) -> bool:
    """Say whether the actor may read a file because it is counsel's letter: advice stays with the staff."""
    return is_staff(actor) and RuleChange.objects.filter(letter=document).exists()
