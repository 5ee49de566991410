"""What was found about the bids, and the award with its reasons."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from commonlot.process.award import states
from commonlot.process.bidding.models import BidPrice, OpenedBid
from commonlot.process.solicitation.models import BidLine, Solicitation
from commonlot.records.access.models import AnySeat, Seat


class Finding(models.Model):
    """Something a buyer must look at before recommending: an error, a lapsed paper, a tie."""

    class Kind(models.TextChoices):
        ARITHMETIC = "arithmetic", "Arithmetic"
        CERTIFICATE = "certificate", "Certificate lapsed"
        TIE = "tie", "Equal low bids"
        SINGLE_BID = "single_bid", "Only one bid"
        NO_BID = "no_bid", "Nobody bid"

    solicitation = models.ForeignKey(Solicitation, on_delete=models.CASCADE, related_name="findings")
    bid = models.ForeignKey(
        OpenedBid, on_delete=models.CASCADE, null=True, blank=True, related_name="findings"
    )
    line = models.ForeignKey(
        BidLine, on_delete=models.CASCADE, null=True, blank=True, related_name="findings"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    statement = models.CharField(max_length=400)
    found_at = models.DateTimeField()

    class Meta:
        ordering = ("kind", "line__number", "pk")

    def __str__(self) -> str:
        return self.statement


class Responsiveness(models.Model):
    """A buyer's ruling, with its reason, that a bid does not count."""

    bid = models.OneToOneField(OpenedBid, on_delete=models.CASCADE, related_name="ruling")
    is_responsive = models.BooleanField()
    reason = models.TextField()
    ruled_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    ruled_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="a_ruling_gives_its_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.bid}: {'responsive' if self.is_responsive else 'not responsive'}"


class AwardQuerySet(models.QuerySet["Award"]):
    def visible_to(self, actor: AnySeat) -> "AwardQuerySet":
        """The lead agency sees its own from the recommendation on; everyone from the notice of intent on."""
        posted = Q(intent_posted_at__isnull=False)
        if actor.is_county:
            return self.filter(posted | Q(solicitation__lead_agency_id=actor.organisation_pk))
        return self.filter(posted)


class Award(models.Model):
    """The award of one solicitation by its published basis."""

    solicitation = models.OneToOneField(Solicitation, on_delete=models.PROTECT, related_name="award")
    status = models.CharField(
        max_length=14, choices=[(s, s) for s in states.AwardStatus], default=states.AwardStatus.RECOMMENDED
    )
    total = models.DecimalField(max_digits=16, decimal_places=2)
    answer = models.JSONField(help_text="The engine's answer, byte for byte what the command line gives.")
    note = models.TextField(blank=True)
    recommended_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    recommended_at = models.DateTimeField()
    intent_posted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ("-recommended_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="an_award_is_approved_by_another_person",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("recommended_by")),
            ),
            models.CheckConstraint(
                name="an_approved_award_says_who_and_when",
                condition=~Q(status__in=["approved", "active"])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_posted_award_says_when",
                condition=Q(status="recommended") | Q(intent_posted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Award of {self.solicitation}"


class AwardLine(models.Model):
    """One line given to one bid, and why."""

    award = models.ForeignKey(Award, on_delete=models.CASCADE, related_name="lines")
    line = models.OneToOneField(BidLine, on_delete=models.PROTECT, related_name="award_line")
    price = models.ForeignKey(BidPrice, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    why = models.CharField(max_length=400)

    class Meta:
        ordering = ("award", "line__number")

    def __str__(self) -> str:
        return str(self.line)
