"""Reading requests for help, the delegations behind marked seats, and how much each buyer has to do."""

from datetime import datetime, timedelta

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from commonlot.process.membership import rules
from commonlot.process.membership.models import Agency, AssistanceRequest, Delegation, HoursEntry
from commonlot.process.membership.states import DelegationStatus, RequestStatus
from commonlot.records.access.models import LENDERS, AnySeat, Organisation, Seat

A_MONTH = timedelta(days=30)
A_YEAR = timedelta(days=365)


def requests_for(actor: AnySeat) -> QuerySet[AssistanceRequest]:
    """Return the requests that the actor may see, with whom they come from and who has them."""
    return AssistanceRequest.objects.visible_to(actor).select_related(
        "agency__organisation", "asked_by__user", "taken_by__user", "taken_by__organisation"
    )


def queue(actor: AnySeat) -> QuerySet[AssistanceRequest]:
    """Return the requests nobody has taken yet, the one that waits longest first."""
    return requests_for(actor).filter(status=RequestStatus.ASKED).order_by("asked_at", "pk")


def being_done(actor: AnySeat) -> QuerySet[AssistanceRequest]:
    """Return the requests that a buyer has, the nearest date first."""
    return requests_for(actor).filter(status=RequestStatus.ACCEPTED).order_by("needed_by", "pk")


def over(actor: AnySeat) -> QuerySet[AssistanceRequest]:
    """Return the requests that are over, newest first."""
    closed = requests_for(actor).exclude(status__in=[RequestStatus.ASKED, RequestStatus.ACCEPTED])
    return closed.order_by("-closed_at", "-pk")


def delegations_for(actor: AnySeat) -> QuerySet[Delegation]:
    """Return the delegations that the actor may see: proposed and running ones first."""
    first = Case(
        When(status=DelegationStatus.PROPOSED, then=Value(0)),
        When(status=DelegationStatus.GRANTED, then=Value(1)),
        default=Value(2),
    )
    return (
        Delegation.objects.visible_to(actor)
        .select_related(
            "agency__organisation",
            "buyer__user",
            "buyer__organisation",
            "seat",
            "request",
            "proposed_by__user",
            "answered_by__user",
            "ended_by__user",
            "ended_by__organisation",
        )
        .annotate(quarters=_quarters(HoursEntry.objects.filter(delegation=OuterRef("pk")), "delegation"))
        .order_by(first, "ends_on", "-pk")
    )


def open_delegations(actor: AnySeat) -> QuerySet[Delegation]:
    """Return the delegations that are proposed or run."""
    return delegations_for(actor).filter(status__in=[DelegationStatus.PROPOSED, DelegationStatus.GRANTED])


def ending_soon(actor: AnySeat, *, now: datetime) -> QuerySet[Delegation]:
    """Return the running delegations of one buyer that end within two weeks."""
    until = timezone.localdate(now) + rules.ENDS_SOON
    return delegations_for(actor).filter(buyer=actor.pk, status=DelegationStatus.GRANTED, ends_on__lte=until)


def delegations_of(agency: Agency) -> QuerySet[Delegation]:
    """Return an agency's delegations that are proposed or run."""
    live = Delegation.objects.filter(
        agency=agency, status__in=[DelegationStatus.PROPOSED, DelegationStatus.GRANTED]
    )
    return live.select_related("buyer__user", "buyer__organisation")


def buyers(*, now: datetime) -> QuerySet[Seat]:
    """Return the people who buy for the county, by name."""
    county = Seat.objects.current(now=now).own().filter(organisation__kind=Organisation.Kind.LEAD_AGENCY)
    return (
        county.filter(roles__overlap=list(LENDERS))
        .select_related("user", "organisation")
        .order_by("user__name", "pk")
    )


def load(*, now: datetime) -> QuerySet[Seat]:
    """Return every buyer with what they have: requests, running delegations, quarter hours in the last 30 days."""
    recent = HoursEntry.objects.filter(buyer=OuterRef("pk"), worked_on__gt=timezone.localdate(now) - A_MONTH)
    return buyers(now=now).annotate(
        has_requests=Count(
            "requests_taken", filter=Q(requests_taken__status=RequestStatus.ACCEPTED), distinct=True
        ),
        has_delegations=Count(
            "delegations_held", filter=Q(delegations_held__status=DelegationStatus.GRANTED), distinct=True
        ),
        quarters=_quarters(recent, "buyer"),
    )


def average_answer(*, now: datetime) -> int | None:
    """Return in how many working days requests of the last year were answered, or None for too few."""
    answered = AssistanceRequest.objects.filter(answered_at__gt=now - A_YEAR, answered_at__lte=now)
    return rules.average_answer(
        (timezone.localtime(asked), timezone.localtime(answer))
        for asked, answer in answered.values_list("asked_at", "answered_at")
        if answer is not None
    )


def _quarters(entries: QuerySet[HoursEntry], by: str) -> Coalesce:
    total = entries.order_by().values(by).annotate(sum=Sum("quarters")).values("sum")
    return Coalesce(Subquery(total, output_field=IntegerField()), Value(0))
