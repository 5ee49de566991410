"""Who may ask for help, take a request, propose, grant and end a delegation, and log hours; and why not."""

from datetime import datetime

from django.utils import timezone

from commonlot.kernel.actor import Role
from commonlot.kernel.policy import Policy
from commonlot.process.membership.access.people import COUNTY_STAFF, is_staff
from commonlot.process.membership.models import Agency, AssistanceRequest, Delegation, HoursEntry
from commonlot.process.membership.states import DelegationStatus, RequestStatus
from commonlot.records.access.models import LENDERS, AnySeat, Organisation, Seat, User

OPEN = (RequestStatus.ASKED, RequestStatus.ACCEPTED)


def is_buyer(actor: AnySeat) -> bool:
    """Say whether the actor buys for a living: a buyer or the purchasing agent, from their seat at the county."""
    return actor.is_county and actor.has(*LENDERS)


def is_own(actor: AnySeat, agency: Agency) -> bool:
    """Say whether the actor is one of the agency's own people, not somebody who acts on its behalf."""
    return actor.organisation_pk == agency.organisation_id and not actor.is_lent


def why_not_both(person: User, organisation: Organisation, roles: list[str], *, now: datetime) -> str | None:
    """Say why this person cannot hold a seat of their own here: nobody buys for the county and sits for a member."""
    held = Seat.objects.current(now=now).own().filter(user=person).exclude(organisation=organisation)
    if organisation.kind == Organisation.Kind.AGENCY:
        at_county = held.filter(
            organisation__kind=Organisation.Kind.LEAD_AGENCY, roles__overlap=list(COUNTY_STAFF)
        ).select_related("organisation")
        if found := at_county.first():
            return (
                f"{person} works in the purchasing office of {found.organisation}, so this cannot be a seat of "
                f"{organisation} itself. Ask for help on your To do page and grant what is proposed: then "
                f"{person} acts for you from a marked seat."
            )
    if organisation.kind == Organisation.Kind.LEAD_AGENCY and set(roles) & set(COUNTY_STAFF):
        elsewhere = held.filter(organisation__kind=Organisation.Kind.AGENCY).select_related("organisation")
        if found := elsewhere.first():
            return (
                f"{person} has a seat at {found.organisation}. End that one before they buy for the county."
            )
    return None


@Policy
def ask_for_help(actor: AnySeat, *, now: datetime) -> str | None:
    """Everyone who has a seat of their own at a member agency."""
    if not actor.is_agency:
        return "Only a member agency asks the county for help."
    return "Only the agency’s own people ask for help." if actor.is_lent else None


@Policy
def see_queue(actor: AnySeat, *, now: datetime) -> str | None:
    """The county's purchasing staff."""
    return None if is_staff(actor) else "Only the county's purchasing staff see who asked for help."


@Policy
def take_request(actor: AnySeat, request: AssistanceRequest, *, now: datetime) -> str | None:
    """A buyer or the purchasing agent, while nobody answered."""
    if not is_buyer(actor):
        return "Only a buyer of the county takes a request."
    return None if request.status == RequestStatus.ASKED else "This request was answered already."


@Policy
def decline_request(actor: AnySeat, request: AssistanceRequest, *, now: datetime) -> str | None:
    """A buyer or the purchasing agent, while nobody answered."""
    return take_request.why_not(actor, request, now=now)


@Policy
def assign_request(actor: AnySeat, request: AssistanceRequest, *, now: datetime) -> str | None:
    """The purchasing agent, as long as nobody acts on the agency's behalf for it."""
    if not actor.is_county or not actor.has(Role.PURCHASING_AGENT):
        return "Only the purchasing agent gives a request to a buyer."
    if request.status not in OPEN:
        return "This request is over."
    if request.delegations.filter(status__in=[DelegationStatus.PROPOSED, DelegationStatus.GRANTED]).exists():
        return "A delegation is proposed or runs for this request. End it before another buyer takes over."
    return None


@Policy
def withdraw_request(actor: AnySeat, request: AssistanceRequest, *, now: datetime) -> str | None:
    """The person who asked or the agency's administrator, until it is over and once nobody acts for the agency."""
    if not is_own(actor, request.agency):
        return "Only the agency that asked withdraws its request."
    if request.asked_by_id != actor.pk and not actor.has(Role.AGENCY_ADMINISTRATOR):
        return "Only the person who asked, or the agency’s administrator, withdraws a request."
    if request.status not in OPEN:
        return "This request is over."
    if _has_open_delegation(request):
        return "End the delegation, or refuse it, first; then withdraw the request."
    return None


def _has_open_delegation(request: AssistanceRequest) -> bool:
    return request.delegations.filter(
        status__in=[DelegationStatus.PROPOSED, DelegationStatus.GRANTED]
    ).exists()


@Policy
def finish_request(actor: AnySeat, request: AssistanceRequest, *, now: datetime) -> str | None:
    """The buyer who has it, or the purchasing agent, once nobody acts on the agency's behalf any more."""
    if not is_buyer(actor) or (request.taken_by_id != actor.pk and not actor.has(Role.PURCHASING_AGENT)):
        return "Only the buyer who has this request says that it is done."
    if request.status != RequestStatus.ACCEPTED:
        return "Only a request that was accepted can be done."
    if _has_open_delegation(request):
        return "Hand back the delegation first; then say what came of it."
    return None


@Policy
def add_paper(actor: AnySeat, request: AssistanceRequest, *, now: datetime) -> str | None:
    """The agency's own people and the county's buyers, until the request is over."""
    if not is_own(actor, request.agency) and not is_buyer(actor):
        return "Only the agency and the county’s buyers add papers."
    return None if request.status in OPEN else "This request is over."


@Policy
def propose_delegation(actor: AnySeat, request: AssistanceRequest, *, now: datetime) -> str | None:
    """The buyer who has the request, or the purchasing agent, once at a time."""
    if not is_buyer(actor) or (request.taken_by_id != actor.pk and not actor.has(Role.PURCHASING_AGENT)):
        return "Only the buyer who has this request proposes what they may do."
    if request.status != RequestStatus.ACCEPTED:
        return "Take the request first."
    same = Delegation.objects.filter(agency=request.agency, buyer=request.taken_by)
    if same.filter(status__in=[DelegationStatus.PROPOSED, DelegationStatus.GRANTED]).exists():
        return f"A delegation by {request.agency} is proposed or runs already. End it to propose another."
    return None


@Policy
def grant_delegation(actor: AnySeat, delegation: Delegation, *, now: datetime) -> str | None:
    """The agency's own administrator, before its last day; never the person who would act."""
    if not is_own(actor, delegation.agency) or not actor.has(Role.AGENCY_ADMINISTRATOR):
        return f"Only the administrator of {delegation.agency} grants this."
    if delegation.status != DelegationStatus.PROPOSED:
        return "This proposal was answered already."
    if isinstance(actor, Seat) and actor.user_id == delegation.buyer.user_id:
        return "Nobody grants themselves a delegation."
    if delegation.ends_on <= timezone.localdate(now):
        return "Its dates have passed. Ask the county to propose new ones."
    return None


@Policy
def refuse_delegation(actor: AnySeat, delegation: Delegation, *, now: datetime) -> str | None:
    """The agency's own administrator, while it is proposed."""
    if not is_own(actor, delegation.agency) or not actor.has(Role.AGENCY_ADMINISTRATOR):
        return f"Only the administrator of {delegation.agency} answers this."
    return None if delegation.status == DelegationStatus.PROPOSED else "This proposal was answered already."


@Policy
def withdraw_proposal(actor: AnySeat, delegation: Delegation, *, now: datetime) -> str | None:
    """The buyer, whoever proposed it, or the purchasing agent, while it is proposed."""
    ours = actor.pk in {delegation.buyer_id, delegation.proposed_by_id} or actor.has(Role.PURCHASING_AGENT)
    if not is_buyer(actor) or not ours:
        return "Only the buyer takes a proposal back."
    return None if delegation.status == DelegationStatus.PROPOSED else "This proposal was answered already."


@Policy
def end_delegation(actor: AnySeat, delegation: Delegation, *, now: datetime) -> str | None:
    """The agency's own administrator or approver at any time; the buyer or the purchasing agent hands it back."""
    if delegation.status != DelegationStatus.GRANTED:
        return "Only a delegation that runs can be ended."
    if is_own(actor, delegation.agency) and actor.has(Role.AGENCY_ADMINISTRATOR, Role.APPROVER):
        return None
    if is_buyer(actor) and (actor.pk == delegation.buyer_id or actor.has(Role.PURCHASING_AGENT)):
        return None
    return f"An administrator or approver of {delegation.agency} ends this, or the buyer hands it back."


@Policy
def log_hours(actor: AnySeat, request: AssistanceRequest, *, now: datetime) -> str | None:
    """A buyer of the county, from their seat there, for a request that was accepted."""
    if actor.is_lent:
        return "Log your hours from your own seat at the county."
    if not is_buyer(actor):
        return "Only the county’s buyers log hours."
    if request.taken_by_id is None:
        return "Hours are logged for a request that was accepted."
    return None


@Policy
def take_back_hours(actor: AnySeat, entry: HoursEntry, *, now: datetime) -> str | None:
    """The buyer who logged them, once."""
    if actor.pk != entry.buyer_id:
        return "Only the buyer who logged these hours takes them back."
    if entry.quarters < 0 or HoursEntry.objects.filter(corrects=entry).exists():
        return "These hours were taken back already."
    return None
