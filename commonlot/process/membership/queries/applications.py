"""Reading applications: by the link that was handed out, or for the county's staff."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse

from commonlot.process.membership import rules
from commonlot.process.membership.models import Agency, Application
from commonlot.process.membership.states import ApplicationStatus
from commonlot.records.access.models import Organisation

SALT = "membership.application"
OPEN = (ApplicationStatus.UNCONFIRMED, ApplicationStatus.SUBMITTED)
MOST_NEAR = 6


def token_of(application: Application, *, by_mail: bool) -> str:
    """Return the sign that opens an application's page; only the one that went by mail can act there."""
    return signing.dumps({"application": application.pk, "by_mail": by_mail}, salt=SALT)


def application_of(token: str) -> tuple[Application | None, bool]:
    """Return the application that a sign opens, and whether the sign went by mail."""
    try:
        said = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None, False
    found = Application.objects.select_related("agency").filter(pk=said["application"]).first()
    return found, bool(said["by_mail"])


def mailed_link(application: Application) -> str:
    """Return the address that is mailed to the contact of an application."""
    path = reverse("membership:application", args=[token_of(application, by_mail=True)])
    return settings.COMMONLOT_ADDRESS.rstrip("/") + path


def verify_link(application: Application) -> str:
    """Return the address at which staff compare and decide an application, for a mail."""
    return settings.COMMONLOT_ADDRESS.rstrip("/") + reverse("membership:verify", args=[application.pk])


def arrived_since(moment: datetime) -> QuerySet[Application]:
    """Return the applications that were confirmed after a moment, whatever became of them."""
    return Application.objects.filter(confirmed_at__gt=moment)


def waiting_applications() -> QuerySet[Application]:
    """Return the applications whose address is proved and that nobody decided, the oldest first."""
    return Application.objects.filter(status=ApplicationStatus.SUBMITTED).order_by("confirmed_at", "pk")


def decided_applications() -> QuerySet[Application]:
    """Return the applications that were decided or withdrawn, the newest first."""
    over = [ApplicationStatus.ACCEPTED, ApplicationStatus.DECLINED, ApplicationStatus.WITHDRAWN]
    decided = Application.objects.filter(status__in=over).select_related("agency", "decided_by__user")
    return decided.order_by("-decided_at", "-pk")


def enrolled_twin(body: tuple[str, str, str, str]) -> Agency | None:
    """Return the agency that is this very body, if it takes part already; the directory is public."""
    return next((each for each in _members() if rules.is_same_body(body, _body(each))), None)


@dataclass(frozen=True)
class Near:
    """A member or another open application whose name is near, and whether it is the same body."""

    name: str
    number: str
    kind: str
    place: str
    same: bool
    score: int
    agency: Agency | None = None
    application: Application | None = None


def near_names(application: Application) -> list[Near]:
    """Return members and open applications of a near name, the nearest first, for staff to compare."""
    found = [_near_member(application, each) for each in _members()]
    others = Application.objects.filter(status__in=OPEN).exclude(pk=application.pk)
    found += [_near_application(application, each) for each in others]
    near = [each for each in found if each.same or each.score >= rules.NEAR]
    return sorted(near, key=lambda each: (not each.same, -each.score, each.name))[:MOST_NEAR]


def _members() -> QuerySet[Agency]:
    return Agency.objects.select_related("organisation").exclude(
        organisation__kind=Organisation.Kind.LEAD_AGENCY
    )


def _body(agency: Agency) -> tuple[str, str, str, str]:
    return agency.organisation.name, agency.kind, agency.county, agency.state


def _near_member(application: Application, agency: Agency) -> Near:
    return Near(
        name=str(agency),
        number=agency.number,
        kind=agency.get_kind_display(),
        place=_place(agency.county, agency.state),
        same=rules.is_same_body(application.body, _body(agency)),
        score=rules.nearness(application.name, str(agency)),
        agency=agency,
    )


def _near_application(application: Application, other: Application) -> Near:
    return Near(
        name=other.name,
        number="",
        kind=other.get_kind_display(),
        place=_place(other.county, other.state),
        same=rules.is_same_body(application.body, other.body),
        score=rules.nearness(application.name, other.name),
        application=other,
    )


def _place(county: str, state: str) -> str:
    return f"{county}, {state}" if county else state
