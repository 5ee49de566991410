"""Paper bids, the opening, and the prices that were read."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from commonlot.process.bidding import states
from commonlot.process.membership.models import Vendor
from commonlot.process.solicitation.models import BidLine, Solicitation
from commonlot.records.access.models import Seat


class PaperBid(models.Model):
    """A sealed envelope handed in: stamped with its time, then opened in public or, if late, never."""

    solicitation = models.ForeignKey(Solicitation, on_delete=models.PROTECT, related_name="paper_bids")
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="paper_bids")
    envelope = models.PositiveIntegerField(help_text="Running number on the envelope.")
    status = models.CharField(
        max_length=10,
        choices=[(s, s) for s in states.PaperBidStatus],
        default=states.PaperBidStatus.RECEIVED,
    )
    received_at = models.DateTimeField(null=True, blank=True, help_text="The minute stamped by this desk.")
    stamped_by_hand = models.BooleanField(
        default=False, help_text="Listed on paper before the deadline and entered here at the opening."
    )
    received_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    is_late = models.BooleanField(default=False)
    unopened_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("solicitation", "envelope")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["solicitation", "envelope"], name="envelopes_are_numbered_once"),
            models.CheckConstraint(
                name="an_envelope_has_its_minute_or_was_stamped_by_hand",
                condition=Q(received_at__isnull=False) | Q(stamped_by_hand=True, is_late=False),
            ),
            models.UniqueConstraint(
                fields=["solicitation", "vendor"],
                condition=Q(is_late=False) & ~Q(status__in=["withdrawn", "unopened"]),
                name="one_envelope_of_a_vendor_counts",
            ),
            models.CheckConstraint(
                name="a_late_bid_is_never_opened",
                condition=Q(is_late=False) | Q(status__in=["received", "unopened", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="an_unopened_bid_says_why", condition=~Q(status="unopened") | ~Q(unopened_because="")
            ),
        ]

    def __str__(self) -> str:
        return f"Envelope {self.envelope}, {self.vendor}"


class Opening(models.Model):
    """The public opening of one solicitation, held by two people."""

    solicitation = models.OneToOneField(Solicitation, on_delete=models.PROTECT, related_name="opening")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    witness = models.CharField(max_length=120, blank=True, help_text="Others present, as written down.")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="opening_finishes_after_it_began",
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("opened_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"Opening of {self.solicitation}"


class OpenedBid(models.Model):
    """A bid as it was read: typed by one person and checked by another."""

    solicitation = models.ForeignKey(Solicitation, on_delete=models.PROTECT, related_name="opened_bids")
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="opened_bids")
    paper_bid = models.OneToOneField(PaperBid, on_delete=models.PROTECT, related_name="opened")
    typed_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    typed_at = models.DateTimeField()
    checked_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    stated_total = models.DecimalField(
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="The total the bidder wrote, if any.",
    )

    class Meta:
        ordering = ("solicitation", "vendor__organisation__name", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["solicitation", "vendor"], name="one_opened_bid_per_vendor"),
            models.CheckConstraint(
                name="a_bid_is_checked_by_another_person",
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("typed_by")),
            ),
            models.CheckConstraint(
                name="a_checked_bid_says_who_and_when",
                condition=Q(checked_by__isnull=True, checked_at__isnull=True)
                | Q(checked_by__isnull=False, checked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Bid of {self.vendor}"

    @property
    def is_checked(self) -> bool:
        """Say whether a second person found the typed prices to be those on the paper."""
        return self.checked_at is not None


class BidPrice(models.Model):
    """What a bidder asks for one line; without a unit price it is a no-bid."""

    bid = models.ForeignKey(OpenedBid, on_delete=models.CASCADE, related_name="prices")
    line = models.ForeignKey(BidLine, on_delete=models.PROTECT, related_name="prices")
    unit_price = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    stated_amount = models.DecimalField(
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="The extension the bidder wrote, if any.",
    )

    class Meta:
        ordering = ("bid", "line__number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bid", "line"], name="one_price_per_bid_and_line"),
            models.CheckConstraint(
                name="a_no_bid_states_no_amount",
                condition=Q(unit_price__isnull=False) | Q(stated_amount__isnull=True),
            ),
            models.CheckConstraint(
                name="bid_price_is_not_negative", condition=Q(unit_price__isnull=True) | Q(unit_price__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.unit_price or 'no bid'}"
