"""What belongs to an agreement: its papers, the votes on it, and the reminders that it ends."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from commonlot.process.membership.models.agencies import Agreement
from commonlot.records.access.models import Seat
from commonlot.records.documents.models import Document


class AgreementPaper(models.Model):
    """A paper of an agreement as it was laid before the board, or as it was signed; none replaces another."""

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", "Agreement, as laid before the board"
        RESOLUTION = "resolution", "Model resolution, as laid before the board"
        SIGNED = "signed", "Signed copy"

    class Signer(models.TextChoices):
        AGENCY = "agency", "The agency"
        COUNTY = "county", "The county"
        BOTH = "both", "Both, on one paper"

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    signed_by = models.CharField(max_length=8, choices=Signer.choices, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ("kept_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_signed_copy_and_no_other_paper_says_who_signed",
                condition=(Q(kind="signed") & ~Q(signed_by=""))
                | (~Q(kind="signed") & Q(signed_by="", signed_on__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.document.name


class BoardVote(models.Model):
    """One vote of an agency's board on an agreement, whether it carried or not."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="votes")
    resolution_number = models.CharField(max_length=60)
    voted_on = models.DateField()
    votes_for = models.PositiveIntegerField()
    votes_of = models.PositiveIntegerField(help_text="The board's full voting strength.")
    carried = models.BooleanField()
    counsel_advice = models.TextField(blank=True, help_text="Who advised what, where the law is uncertain.")
    recorded_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("voted_on", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_vote_carries_by_more_than_half_of_the_full_strength",
                condition=Q(votes_for__lte=F("votes_of"), votes_of__gte=1)
                & (Q(carried=False) | Q(votes_of__lt=F("votes_for") * 2)),
            ),
            models.UniqueConstraint(
                name="an_agreement_carries_once", fields=["agreement"], condition=Q(carried=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.votes_for} of {self.votes_of}"


class CountyVote(models.Model):
    """The vote by which the lead agency's own board adopted an agreement: it is a party like the other."""

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="county_vote")
    resolution_number = models.CharField(max_length=60)
    voted_on = models.DateField()
    votes_for = models.PositiveIntegerField()
    votes_of = models.PositiveIntegerField(help_text="The board's full voting strength.")
    counsel_advice = models.TextField(blank=True, help_text="Who advised what, where the law is uncertain.")
    recorded_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="the_lead_agencys_vote_is_more_than_half_of_its_full_strength",
                condition=Q(votes_for__lte=F("votes_of"), votes_of__gte=1, votes_of__lt=F("votes_for") * 2),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.votes_for} of {self.votes_of}"


class AgreementReminder(models.Model):
    """That an agency and the county were told how many days an agreement has left: once for each mark."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="reminders")
    days = models.PositiveSmallIntegerField(help_text="The mark: 90, 30 or 7 days before its end.")
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ("-days",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="each_reminder_of_an_end_goes_out_once", fields=["agreement", "days"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days} days before {self.agreement}"
