"""Contracts, their dated prices, and who may use them by which legal path."""

from datetime import date, timedelta
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from commonlot.process.award.models import Award
from commonlot.process.contracts import rules, states
from commonlot.process.membership.models import Agency, Vendor
from commonlot.process.requirements.models import RequirementLine
from commonlot.process.solicitation.models import BidLine, Solicitation
from commonlot.records.access.models import AnySeat, Organisation, Seat
from commonlot.records.documents.models import Document


class ContractQuerySet(models.QuerySet["Contract"]):
    def visible_to(self, actor: AnySeat) -> "ContractQuerySet":
        """Contracts are public once they are in force; drafts are the lead agency's."""
        if actor.is_county:
            return self.filter(Q(lead_agency_id=actor.organisation_pk) | ~Q(status="draft"))
        return self.exclude(status=states.ContractStatus.DRAFT)


class Contract(models.Model):
    """One vendor's contract: its term is half-open, the first day counts and the last does not."""

    class LetBy(models.TextChoices):
        COUNTY = "county", "A New York county"
        SUBDIVISION = "subdivision", "Another local government or district"
        STATE = "state", "Another state"
        FEDERAL = "federal", "The United States"

    number = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=160)
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="contracts")
    lead_agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    solicitation = models.ForeignKey(
        Solicitation, on_delete=models.PROTECT, null=True, blank=True, related_name="contracts"
    )
    award = models.ForeignKey(
        Award, on_delete=models.PROTECT, null=True, blank=True, related_name="contracts"
    )
    status = models.CharField(
        max_length=10, choices=[(s, s) for s in states.ContractStatus], default=states.ContractStatus.DRAFT
    )
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="The first day on which it no longer holds.")
    use_by_others = models.BooleanField(default=False)
    let_to_lowest = models.BooleanField(default=True, help_text="Awarded to the lowest responsible bidder.")
    is_public_work = models.BooleanField(default=False)
    is_service = models.BooleanField(default=False, help_text="Services, not goods.")
    service_is_for_goods = models.BooleanField(
        default=False, help_text="The service installs, maintains or repairs goods."
    )
    several_winners = models.BooleanField(default=False, help_text="Several vendors hold it for one item.")
    let_by_kind = models.CharField(max_length=12, choices=LetBy.choices, default=LetBy.COUNTY)
    let_by = models.CharField(
        max_length=160, blank=True, help_text="The government that awarded it, if it is not the lead agency."
    )
    created_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)

    objects = ContractQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "number")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="contract_ends_after_it_starts", condition=Q(ends_on__gt=F("starts_on"))
            ),
            models.CheckConstraint(
                name="contract_in_force_was_signed", condition=Q(status="draft") | Q(signed_at__isnull=False)
            ),
            models.CheckConstraint(
                name="a_contract_of_another_government_names_it",
                condition=Q(let_by_kind="county") | ~Q(let_by=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}, {self.title}"

    @property
    def last_day(self) -> date:
        """The last day on which it takes orders."""
        return self.ends_on - timedelta(days=1)

    def is_in_force(self, on: date) -> bool:
        """Say whether it takes orders on that day: signed, begun, and not ended."""
        return self.status in states.IN_FORCE and self.starts_on <= on < self.ends_on


class PriceLine(models.Model):
    """What one unit costs under a contract, between two days."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="prices")
    bid_line = models.ForeignKey(
        BidLine, on_delete=models.PROTECT, null=True, blank=True, related_name="contract_prices"
    )
    number = models.PositiveIntegerField()
    description = models.CharField(max_length=500)
    unit = models.CharField(max_length=40)
    base_unit = models.CharField(max_length=10, blank=True)
    base_per_unit = models.DecimalField(max_digits=18, decimal_places=6, default=1)
    unit_price = models.DecimalField(max_digits=14, decimal_places=4)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("contract", "number", "-valid_from")
        indexes: ClassVar = [
            GinIndex(OpClass(Upper("description"), name="gin_trgm_ops"), name="price_description_search"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract", "number", "valid_from"], name="one_price_per_line_and_day"
            ),
            models.CheckConstraint(name="contract_price_is_not_negative", condition=Q(unit_price__gte=0)),
            models.CheckConstraint(
                name="price_ends_after_it_starts",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def unit_words(self) -> str:
        """The unit as a person says it: carton of 5,000 sheets."""
        return rules.say_unit(self.unit, self.base_unit, self.base_per_unit)


class ContractParticipation(models.Model):
    """An agency's right to order from a contract, and the legal path it rests on."""

    class Path(models.TextChoices):
        OWN = "A", "Own bid"
        COOPERATIVE = "B", "Cooperative participant"
        COUNTY = "C", "County contract"
        PIGGYBACK = "D", "Piggyback"

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="participations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="contract_participations")
    path = models.CharField(max_length=1, choices=Path.choices)
    adopted_at = models.DateTimeField()
    adopted_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("agency__organisation__name", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "agency"], name="an_agency_adopts_a_contract_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} on {self.contract}"


class Allotment(models.Model):
    """How much of a price line an agency stated before the bid, from its own requirement lines."""

    participation = models.ForeignKey(
        ContractParticipation, on_delete=models.CASCADE, related_name="allotments"
    )
    price_line = models.ForeignKey(PriceLine, on_delete=models.CASCADE, related_name="allotments")
    requirement = models.ForeignKey(RequirementLine, on_delete=models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=24, decimal_places=6, help_text="In units of the price line.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participation", "price_line", "requirement"], name="one_allotment_per_stated_need"
            ),
            models.CheckConstraint(name="allotment_is_positive", condition=Q(quantity__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.price_line} for {self.participation.agency}"


class PathMemo(models.Model):
    """The one-page record of why an agency may use a contract: frozen once it is filed."""

    participation = models.OneToOneField(ContractParticipation, on_delete=models.PROTECT, related_name="memo")
    answer = models.CharField(max_length=10, choices=[(a, a) for a in ("allowed", "blocked", "uncertain")])
    reasons = models.JSONField(help_text="Rule, citation, effective dates, what was found.")
    statement = models.TextField(help_text="The agency's own consideration, in its words.")
    counsel_advice = models.TextField(blank=True, help_text="Who advised what, when the law is uncertain.")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    filed_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="a_memo_never_rests_on_blocked", condition=~Q(answer="blocked")),
            models.CheckConstraint(
                name="an_uncertain_memo_names_counsel",
                condition=~Q(answer="uncertain") | ~Q(counsel_advice=""),
            ),
            models.CheckConstraint(name="a_memo_gives_its_reasons", condition=~Q(statement="")),
        ]

    def __str__(self) -> str:
        return f"Memo: {self.participation}"
