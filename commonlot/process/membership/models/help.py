"""Requests for help, and the delegations by which a buyer of the county acts on an agency's behalf."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from commonlot.kernel.actor import Role
from commonlot.process.membership import rules, states
from commonlot.process.membership.models.agencies import Agency
from commonlot.records.access.models import AnySeat, Seat
from commonlot.records.documents.models import Document

STAFF = (Role.BUYER, Role.PURCHASING_AGENT, Role.ADMINISTRATOR)


class AssistanceRequestQuerySet(models.QuerySet["AssistanceRequest"]):
    def visible_to(self, actor: AnySeat) -> "AssistanceRequestQuerySet":
        """The county's purchasing staff see all; an agency its own."""
        if actor.is_county and actor.has(*STAFF):
            return self
        return self.filter(agency__organisation_id=actor.organisation_pk or 0)


class AssistanceRequest(models.Model):
    """An agency asks the county's procurement professionals for help."""

    class Kind(models.TextChoices):
        SPECIFICATION = "specification", "Write a specification"
        BID = "bid", "Run a bid"
        CHECK = "check", "Check a contract or an invoice"
        ORDERS = "orders", "Place orders"
        NEEDS = "needs", "State our needs"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="assistance_requests")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    words = models.TextField(help_text="What for, in the agency's own words.")
    needed_by = models.DateField()
    papers = models.ManyToManyField(Document, related_name="+", blank=True)
    status = models.CharField(
        max_length=10, choices=[(s, s) for s in states.RequestStatus], default=states.RequestStatus.ASKED
    )
    asked_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="requests_taken"
    )
    answered_at = models.DateTimeField(null=True, blank=True, help_text="When it was accepted or declined.")
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=500, blank=True, help_text="Why not, or what came of it.")

    objects = AssistanceRequestQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="help_that_was_accepted_has_its_buyer",
                condition=~Q(status__in=["accepted", "done"])
                | Q(taken_by__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="help_that_was_declined_or_given_says_so",
                condition=~Q(status__in=["declined", "done"]) | ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="a_request_is_closed_exactly_when_it_is_over",
                condition=Q(status__in=["asked", "accepted"], closed_at__isnull=True)
                | Q(status__in=["done", "declined", "withdrawn"], closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, for {self.agency}"


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def visible_to(self, actor: AnySeat) -> "DelegationQuerySet":
        """The county's purchasing staff see all; an agency its own."""
        if actor.is_county and actor.has(*STAFF):
            return self
        return self.filter(agency__organisation_id=actor.organisation_pk or 0)

    def running(self) -> "DelegationQuerySet":
        """Delegations that were granted and not ended."""
        return self.filter(status=states.DelegationStatus.GRANTED)


class Delegation(models.Model):
    """What one buyer may do for one agency, from when to when; while it is granted there is a marked seat."""

    request = models.ForeignKey(AssistanceRequest, on_delete=models.PROTECT, related_name="delegations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="delegations")
    buyer = models.ForeignKey(
        Seat, on_delete=models.PROTECT, related_name="delegations_held", help_text="Their seat at the county."
    )
    seat = models.OneToOneField(
        Seat,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="delegation",
        help_text="The marked seat.",
    )
    acts = ArrayField(models.CharField(max_length=16, choices=list(rules.ACT_NAMES.items())))
    pools = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    contracts = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    most_per_order = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    most_in_all = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    begins_on = models.DateField()
    ends_on = models.DateField(help_text="The first day on which it no longer holds.")
    note = models.CharField(max_length=500, blank=True)
    status = models.CharField(
        max_length=10,
        choices=[(s, s) for s in states.DelegationStatus],
        default=states.DelegationStatus.PROPOSED,
    )
    proposed_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answered_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=500, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ("-proposed_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_delegation_ends_after_it_begins", condition=Q(ends_on__gt=F("begins_on"))
            ),
            models.CheckConstraint(name="a_delegation_says_what_for", condition=Q(acts__len__gt=0)),
            models.CheckConstraint(
                name="orders_are_delegated_up_to_an_amount",
                condition=~Q(acts__contains=["orders"])
                | Q(
                    most_per_order__gt=0,
                    most_in_all__gte=F("most_per_order"),
                    most_per_order__isnull=False,
                    most_in_all__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="a_granted_delegation_was_granted_and_has_its_seat",
                condition=~Q(status__in=["granted", "ended"])
                | Q(seat__isnull=False, answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_marked_seat_needs_a_grant",
                condition=Q(seat__isnull=True) | Q(status__in=["granted", "ended", "lapsed"]),
            ),
            models.CheckConstraint(
                name="a_delegation_that_ended_says_when",
                condition=~Q(status__in=["ended", "lapsed"]) | Q(ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_grants_themselves_a_delegation",
                condition=Q(answered_by__isnull=True)
                | (~Q(answered_by=F("buyer")) & ~Q(answered_by=F("proposed_by"))),
            ),
            models.UniqueConstraint(
                name="one_open_proposal_for_a_request", fields=["request"], condition=Q(status="proposed")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.buyer.user} for {self.agency}"

    @property
    def scope(self) -> rules.Scope:
        """What was granted, as plain values."""
        return rules.Scope(
            acts=frozenset(rules.Act(act) for act in self.acts),
            pools=frozenset(self.pools),
            contracts=frozenset(self.contracts),
            most_per_order=self.most_per_order,
            most_in_all=self.most_in_all,
        )

    @property
    def act_names(self) -> list[str]:
        """What may be done, as a person reads it."""
        return [name for act, name in rules.ACT_NAMES.items() if act in self.acts]

    @property
    def short(self) -> str:
        """What may be done in a word or two each: "Needs and orders only"."""
        return rules.say_scope(self.scope.acts)

    @property
    def covers_all_pools(self) -> bool:
        """Say whether needs may be stated for every pool."""
        return rules.ALL in self.pools

    @property
    def covers_all_contracts(self) -> bool:
        """Say whether orders may be placed from every contract that the agency may use."""
        return rules.ALL in self.contracts
