"""Who would get a campaign, and who is left out and why: the same answer on the screen and at the start."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from commonlot.process.membership import audiences, rules
from commonlot.process.membership.models import Agency, Campaign, Subscription
from commonlot.process.membership.states import SubscriptionStatus
from commonlot.records.access.models import Organisation, Seat
from commonlot.records.notices.rules import why_not_address

NEVER = Q(pk__in=[])


@dataclass(frozen=True)
class Segment:
    """Which part of an audience a campaign is for; what is left empty does not narrow it."""

    audience: str
    kinds: Collection[str] = ()
    topics: Collection[str] = ()
    commodity: str = ""
    county: str = ""
    group: str = ""
    occasion: str = ""
    occasion_id: int | None = None


@dataclass(frozen=True)
class Reader:
    """Somebody a campaign may go to; with a reason, they are left out."""

    email: str
    name: str = ""
    agency_id: int | None = None
    agency: str = ""
    seat_id: int | None = None
    subscription_id: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Readers:
    """Who gets a campaign, and who does not."""

    chosen: Sequence[Reader]
    left_out: Sequence[Reader]

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why people are left out, the most frequent reason first."""
        return Counter(reader.reason.partition(" on ")[0] for reader in self.left_out).most_common()


def segment_of(campaign: Campaign) -> Segment:
    """Return for whom a campaign is."""
    return Segment(
        campaign.audience, campaign.kinds, campaign.topics, campaign.commodity, campaign.county,
        campaign.group, campaign.occasion, campaign.occasion_id,
    )  # fmt: skip


def readers_of(segment: Segment, *, now: datetime) -> Readers:
    """Return who would get a campaign now, each address once, and who would not."""
    found = _subscribers(segment, now) if segment.audience == rules.Audience.LIST else _members(segment, now)
    chosen: dict[object, Reader] = {}
    left_out: list[Reader] = []
    for reader in found:
        checked = _checked(reader)
        if checked.reason:
            left_out.append(checked)
            continue
        address = checked.email.lower()
        # a personal link leads to one agency, so whoever speaks for two gets two
        chosen.setdefault((address, checked.agency_id) if segment.occasion else address, checked)
    return Readers(list(chosen.values()), left_out)


def _checked(reader: Reader) -> Reader:
    if reader.reason or not reader.email:
        return reader if reader.reason else replace(reader, reason="No address is known")
    wrong = why_not_address(reader.email)
    return replace(reader, reason=f"The address cannot be written to: {wrong}") if wrong else reader


# --- the distribution list ----------------------------------------------------------------------------------
def _subscribers(segment: Segment, now: datetime) -> Iterable[Reader]:
    agencies = _agencies(segment, now)
    rows = Subscription.objects.select_related("agency__organisation").order_by("pk")
    if segment.topics:
        rows = rows.filter(topics__overlap=list(segment.topics))
    if segment.commodity:
        rows = rows.filter(Q(commodities=[]) | Q(commodities__contains=[segment.commodity]))
    if _is_narrow(segment):
        rows = rows.filter(agency__in=agencies)
    return [
        Reader(
            email=row.email, name=row.name, agency_id=row.agency_id, agency=str(row.agency or ""),
            subscription_id=row.pk, reason=_why_not_listed(row),
        )
        for row in rows.only("email", "name", "status", "paused_at", "ended_at", "agency__organisation__name")
    ]  # fmt: skip


def _why_not_listed(row: Subscription) -> str:
    if row.is_reachable:
        return ""
    if row.status == SubscriptionStatus.CONFIRMED:
        return "Paused their list mail"
    return _why_not_ended(row) or "Has not confirmed the address"


def _why_not_ended(row: Subscription) -> str:
    day = f" on {timezone.localtime(row.ended_at):%b %-d, %Y}" if row.ended_at else ""
    if row.status == SubscriptionStatus.UNSUBSCRIBED:
        return f"Unsubscribed{day}"
    return f"Mail came back{day}" if row.status == SubscriptionStatus.BOUNCED else ""


# --- the agencies -------------------------------------------------------------------------------------------
def _members(segment: Segment, now: datetime) -> Iterable[Reader]:
    agencies = list(_agencies(segment, now))
    by_organisation = {agency.organisation_id: agency for agency in agencies}
    seats = Seat.objects.current(now=now).filter(organisation__in=by_organisation).select_related("user")
    found = [
        _of_agency(by_organisation[seat.organisation_id], seat.user.email, seat.user.name, seat.pk)
        for seat in seats.order_by("organisation", "pk")
    ]
    reached = {(reader.agency_id, reader.email.lower()) for reader in found}
    staffed = {reader.agency_id for reader in found}
    for agency in agencies:
        if agency.contact_email and (agency.pk, agency.contact_email.lower()) not in reached:
            found.append(_of_agency(agency, agency.contact_email))
        elif not agency.contact_email and agency.pk not in staffed:
            found.append(_of_agency(agency, ""))
    return _with_subscriptions(found)


def _of_agency(agency: Agency, email: str, name: str = "", seat_id: int | None = None) -> Reader:
    return Reader(email, name, agency.pk, agency.organisation.name, seat_id)


def _with_subscriptions(readers: Sequence[Reader]) -> Iterable[Reader]:
    """Leave out who ended their subscription or whose mail came back; the others carry theirs along."""
    addresses = {reader.email.lower() for reader in readers if reader.email}
    rows = Subscription.objects.annotate(lowered=Lower("email")).filter(lowered__in=addresses)
    known = {row.email.lower(): row for row in rows}
    for reader in readers:
        row = known.get(reader.email.lower())
        if row is None:
            yield reader
        elif row.status == SubscriptionStatus.CONFIRMED:
            yield replace(
                reader, subscription_id=row.pk, reason="" if row.is_reachable else "Paused their list mail"
            )
        else:
            yield replace(reader, reason=_why_not_ended(row))


def _agencies(segment: Segment, now: datetime) -> QuerySet[Agency]:
    """Return the member agencies of a segment; a group or occasion that nobody knows any more has none."""
    rows = Agency.objects.select_related("organisation").exclude(
        organisation__kind=Organisation.Kind.LEAD_AGENCY
    )
    if segment.kinds:
        rows = rows.filter(kind__in=list(segment.kinds))
    if segment.county:
        rows = rows.filter(county__iexact=segment.county)
    occasion = audiences.occasion(segment.occasion)
    if segment.occasion:
        part = segment.group if occasion and segment.group in occasion.parts else ""
        invited = occasion and segment.occasion_id and occasion.agencies(segment.occasion_id, part)
        return rows.filter(pk__in=invited or [])
    if segment.group:
        group = audiences.group(segment.group)
        return rows.filter(pk__in=group.agencies(now)) if group else rows.filter(NEVER)
    return rows


def _is_narrow(segment: Segment) -> bool:
    return bool(segment.kinds or segment.county or segment.group)


def counties() -> list[str]:
    """Return the counties that agencies are in."""
    named = Agency.objects.exclude(county="").order_by("county")
    return list(named.values_list("county", flat=True).distinct())
