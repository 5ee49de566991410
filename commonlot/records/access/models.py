"""People, organisations and seats."""

from datetime import datetime
from typing import Any, ClassVar

import pgtrigger
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.db.models.functions import Upper

from commonlot.kernel.actor import ROLE_NAMES, Role


class UserManager(BaseUserManager["User"]):
    """Makes users who are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password none can be typed and one must be set by mail."""
        user: User = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user with every Django permission."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """One human being; what they may do depends on the seat they act from."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Organisation(models.Model):
    """A body that people act for. Its name is no identifier: there is a Town and a City of Rye."""

    class Kind(models.TextChoices):
        LEAD_AGENCY = "lead_agency", "Lead agency"
        AGENCY = "agency", "Agency"
        VENDOR = "vendor", "Vendor"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "pk")
        indexes: ClassVar = [
            models.Index(fields=["kind", "name"]),
            models.Index(Upper("name"), name="organisation_by_any_case"),  # as iexact asks
        ]

    def __str__(self) -> str:
        return self.name


LENDERS = (Role.BUYER, Role.PURCHASING_AGENT)
LENDABLE = (Role.REQUESTER,)
AS_IT_WAS_LENT = """
    IF NEW.user_id <> OLD.user_id OR NEW.organisation_id <> OLD.organisation_id OR NEW.roles <> OLD.roles
        OR NEW.lent_by_id IS DISTINCT FROM OLD.lent_by_id OR NEW.begins_at <> OLD.begins_at
        OR NEW.lent_for <> OLD.lent_for OR NEW.ended_at IS NULL OR NEW.ended_at > OLD.ended_at
    THEN RAISE EXCEPTION 'a lent seat never changes, it only ends sooner';
    END IF;
    RETURN NEW;
"""


class SeatQuerySet(models.QuerySet["Seat"]):
    def own(self) -> "SeatQuerySet":
        """Seats of an organisation's own people."""
        return self.filter(lent_by__isnull=True)

    def lent(self) -> "SeatQuerySet":
        """Marked seats, from which people of another organisation act on behalf of this one."""
        return self.filter(lent_by__isnull=False)

    def current(self, *, now: datetime) -> "SeatQuerySet":
        """Seats from which a person may act now; a lent one only while they still buy for who lent them."""
        held = Q(begins_at__isnull=True) | Q(begins_at__lte=now)
        not_over = Q(ended_at__isnull=True) | Q(ended_at__gt=now)
        at_home = Seat.objects.own().filter(
            not_over, user=OuterRef("user"), organisation=OuterRef("lent_by"), roles__overlap=list(LENDERS)
        )
        return self.filter(held, not_over, user__is_active=True).filter(
            Q(lent_by__isnull=True) | Exists(at_home)
        )


class Seat(models.Model):
    """A person acting for an organisation in given roles; a lent seat is marked as such wherever it acts."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="seats")
    roles = ArrayField(models.CharField(max_length=24, choices=[(r.value, n) for r, n in ROLE_NAMES.items()]))
    lent_by = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="seats_lent",
        help_text="Whose person this is, where someone of another organisation acts on behalf.",
    )
    lent_for = models.CharField(max_length=120, blank=True, help_text="What a lent seat may do, in words.")
    created_at = models.DateTimeField()
    begins_at = models.DateTimeField(null=True, blank=True, help_text="The first moment of a lent seat.")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ("organisation__name", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(lent_by__isnull=True),
                name="one_seat_per_person_and_organisation",
            ),
            models.CheckConstraint(
                name="seat_ends_after_it_began",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("created_at")),
            ),
            models.CheckConstraint(
                name="a_lent_seat_has_a_first_and_a_last_moment",
                condition=Q(lent_by__isnull=True)
                | Q(begins_at__isnull=False, ended_at__isnull=False, ended_at__gte=F("begins_at")),
            ),
            models.CheckConstraint(
                name="a_lent_seat_neither_approves_nor_manages",
                condition=Q(lent_by__isnull=True) | Q(roles__contained_by=[role.value for role in LENDABLE]),
            ),
            models.CheckConstraint(
                name="nobody_is_lent_to_their_own_organisation",
                condition=Q(lent_by__isnull=True) | ~Q(lent_by=F("organisation")),
            ),
            ExclusionConstraint(
                name="one_lent_seat_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (Func("begins_at", "ended_at", function="TSTZRANGE"), RangeOperators.OVERLAPS),
                ],
                condition=Q(lent_by__isnull=False),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="a_lent_seat_only_ends_sooner",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__lent_by__isnull=False),
                func=AS_IT_WAS_LENT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.organisation}"

    @property
    def organisation_pk(self) -> int | None:
        """The organisation this seat acts for."""
        return self.organisation_id

    @property
    def is_lent(self) -> bool:
        """Say whether the person acts on behalf of an organisation that is not their own."""
        return self.lent_by_id is not None

    @property
    def signature(self) -> str:
        """The person as an act is signed: "Priya Raman, Westchester County, on behalf of Town of Rye Hill"."""
        if self.lent_by is None:
            return str(self.user)
        return f"{self.user}, {self.lent_by}, on behalf of {self.organisation}"

    def has(self, *roles: Role) -> bool:
        """Say whether the seat holds at least one of the roles."""
        return any(role in self.roles for role in roles)

    @property
    def is_county(self) -> bool:
        """Say whether the seat belongs to the lead agency."""
        return self.organisation.kind == Organisation.Kind.LEAD_AGENCY

    @property
    def is_agency(self) -> bool:
        """Say whether the seat belongs to a member agency."""
        return self.organisation.kind == Organisation.Kind.AGENCY

    @property
    def is_vendor(self) -> bool:
        """Say whether the seat belongs to a vendor."""
        return self.organisation.kind == Organisation.Kind.VENDOR

    @property
    def role_names(self) -> list[str]:
        """The roles as a person reads them."""
        return [ROLE_NAMES[Role(role)] for role in self.roles]


class Public:
    """The actor of anyone who has no seat: may read what is public and nothing else."""

    pk: int | None = None
    organisation_pk: int | None = None
    is_county = is_agency = is_vendor = is_lent = False
    role_names: ClassVar[list[str]] = []

    def has(self, *roles: Role) -> bool:
        """Say no: the public holds no role."""
        return False

    def __str__(self) -> str:
        return "the public"


PUBLIC = Public()
AnySeat = Seat | Public
