"""People, organisations and seats."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

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
        indexes: ClassVar = [models.Index(fields=["kind", "name"])]

    def __str__(self) -> str:
        return self.name


class SeatQuerySet(models.QuerySet["Seat"]):
    def current(self, *, now: datetime) -> "SeatQuerySet":
        """Seats from which a person may act now."""
        return self.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=now), user__is_active=True)


class Seat(models.Model):
    """A person acting for an organisation in given roles."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="seats")
    roles = ArrayField(models.CharField(max_length=24, choices=[(r.value, n) for r, n in ROLE_NAMES.items()]))
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ("organisation__name", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "organisation"], name="one_seat_per_person_and_organisation"
            ),
            models.CheckConstraint(
                name="seat_ends_after_it_began",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("created_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.organisation}"

    @property
    def organisation_pk(self) -> int | None:
        """The organisation this seat acts for."""
        return self.organisation_id

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
    is_county = is_agency = is_vendor = False
    role_names: ClassVar[list[str]] = []

    def has(self, *roles: Role) -> bool:
        """Say no: the public holds no role."""
        return False

    def __str__(self) -> str:
        return "the public"


PUBLIC = Public()
AnySeat = Seat | Public
