"""Where the dates come from: the one deadline that each stage keeps, read anew each time, and only what is public."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, Max, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from commonlot.process.contracts.models import Contract, PriceLine
from commonlot.process.contracts.states import ContractStatus
from commonlot.process.requirements.models import Pool
from commonlot.process.requirements.states import PoolStatus
from commonlot.process.solicitation.models import BidLine, Solicitation
from commonlot.process.solicitation.states import Status
from commonlot.records.access.models import PUBLIC
from commonlot.records.audit.models import Entry as Act
from commonlot.web.calendar.entries import Asked, Entry, Kind
from commonlot.web.menu import find_url_of

MOST = 500
LOOKING_BACK = timedelta(days=366)
KEPT_IN_FEEDS = timedelta(days=92)
EVERYTHING = Asked()
Record = TypeVar("Record", bound=Model)
ORDER = {kind: place for place, kind in enumerate(Kind)}
OF_SOLICITATIONS = (Kind.QUESTIONS, Kind.BIDS, Kind.OPENING)

# The acts that announce a date, set it anew or take it back: their number and the last one's moment are the version.
ACTS_ON_POOLS = (
    "requirements.pool_planned", "requirements.pool_opened", "requirements.deadline_moved",
    "requirements.collecting_reopened", "requirements.pool_cancelled",
)  # fmt: skip
ACTS_ON_SOLICITATIONS = ("solicitation.published", "solicitation.cancelled")
ACTS_ON_CONTRACTS = ("contracts.signed",)


@dataclass(frozen=True)
class Window:
    """The dates to look for: from `since` on, up to but not including `until`, as things stand at `now`."""

    now: datetime
    since: datetime
    until: datetime | None = None

    def __contains__(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)

    def over(self, field: str, *, days: bool = False) -> Q:
        """Return what must hold for a moment kept in a field, or nearly hold for a day."""
        since, until = (self.since, self.until)
        first = timezone.localtime(since).date() if days else since
        last = timezone.localtime(until).date() + timedelta(days=1) if days and until else until
        return Q(**{f"{field}__gte": first}) & (Q(**{f"{field}__lt": last}) if last else Q())

    def nearest(self, records: QuerySet[Record], field: str, pk: int | None) -> list[Record]:
        """Return a bounded number of records: those whose date is nearest, or the one that is asked for."""
        chosen = records if pk is None else records.filter(pk=pk)
        return list(chosen.order_by(f"-{field}" if self.until else field, "pk")[:MOST])


def coming(asked: Asked = EVERYTHING, *, now: datetime, most: int = MOST) -> list[Entry]:
    """Return the dates that lie ahead, soonest first."""
    return _found(asked, Window(now=now, since=now))[:most]


def past(asked: Asked = EVERYTHING, *, now: datetime, most: int = MOST) -> list[Entry]:
    """Return the dates of the last year, latest first."""
    return _found(asked, Window(now=now, since=now - LOOKING_BACK, until=now))[::-1][:most]


def next_dates(*, now: datetime, most: int) -> list[Entry]:
    """Return the next dates that stand, bids due and opening told as one."""
    found = (each for each in coming(now=now) if each.kind != Kind.OPENING and not each.cancelled)
    return list(islice(found, most))


def in_feed(asked: Asked = EVERYTHING, *, now: datetime) -> list[Entry]:
    """Return what feeds carry, by date: what is coming, and as much of the last three months as there is room."""
    ahead = coming(asked, now=now)
    since = timezone.localtime(now - KEPT_IN_FEEDS).replace(hour=0, minute=0, second=0, microsecond=0)
    behind = _found(asked, Window(now=now, since=since, until=now))[::-1][: MOST - len(ahead)]
    return [*behind[::-1], *ahead]


def find_entry(kind: Kind, pk: int, *, now: datetime) -> Entry | None:
    """Return one date that the public may see, whenever it is."""
    always = Window(now=now, since=datetime(2000, 1, 1, tzinfo=timezone.get_current_timezone()))
    asked = Asked(frozenset({kind}))
    return next((each for each in _found(asked, always, pk=pk) if each.kind == kind), None)


def _found(asked: Asked, window: Window, *, pk: int | None = None) -> list[Entry]:
    found: list[Entry] = []
    if asked.wants(Kind.NEEDS):
        found += _of_pools(asked, window, pk)
    if asked.wants(*OF_SOLICITATIONS):
        found += _of_solicitations(asked, window, pk)
    if asked.wants(Kind.CONTRACT):
        found += _of_contracts(asked, window, pk)
    wanted = [each for each in found if asked.wants(each.kind) and each.at in window]
    return sorted(wanted, key=lambda each: (each.at, ORDER[each.kind], each.about, each.pk))


def _of_pools(asked: Asked, window: Window, pk: int | None) -> Iterator[Entry]:
    stands = Q(status__in=[PoolStatus.PLANNED, PoolStatus.COLLECTING, PoolStatus.CANCELLED])
    pools = Pool.objects.filter(window.over("needs_due_at"), stands | Q(needs_due_at__lte=window.now))
    for word in asked.words:
        said = Q(title__icontains=word) | Q(commodity__icontains=word) | Q(number__icontains=word)
        pools = pools.filter(said)
    chosen = window.nearest(pools, "needs_due_at", pk)
    acts = _acts_on(chosen, ACTS_ON_POOLS)
    for pool in chosen:
        what = "Needs will be due" if pool.status == PoolStatus.PLANNED else "Last day to state needs"
        is_open = pool.status == PoolStatus.COLLECTING and pool.needs_due_at > window.now
        url = find_url_of("savings:should_we_join", pool.pk) if is_open else ""
        entry = Entry(Kind.NEEDS, pool.pk, pool.needs_due_at, what, pool.title, f"Pool {pool.number}", url)
        cancelled = pool.status == PoolStatus.CANCELLED
        yield _versioned(entry, acts.get(pool.pk), first=pool.created_at, cancelled=cancelled)


def _of_solicitations(asked: Asked, window: Window, pk: int | None) -> Iterator[Entry]:
    stands = Q(status__in=[Status.PUBLISHED, Status.CANCELLED]) | Q(bids_due_at__lte=window.now)
    dated = window.over("bids_due_at") | window.over("questions_due_at")
    public = Solicitation.objects.visible_to(PUBLIC).filter(stands, dated)
    for word in asked.words:
        line = BidLine.objects.filter(solicitation=OuterRef("pk"), description__icontains=word)
        public = public.filter(Q(title__icontains=word) | Q(number__icontains=word) | Exists(line))
    chosen = window.nearest(public, "bids_due_at", pk)
    acts = _acts_on(chosen, ACTS_ON_SOLICITATIONS)
    for each in chosen:
        cancelled, first = each.status == Status.CANCELLED, each.published_at or each.created_at
        for entry in _dates_of(each):
            yield _versioned(entry, acts.get(each.pk), first=first, cancelled=cancelled)


def _dates_of(each: Solicitation) -> Iterator[Entry]:
    """Return the dates of a published solicitation: bids are opened at the moment at which they are due."""
    url = find_url_of("solicitation:detail", each.pk)
    asked_until, due = each.questions_due_at, each.bids_due_at
    if asked_until is not None:
        yield Entry(Kind.QUESTIONS, each.pk, asked_until, "Questions close", each.title, each.number, url)
    if due is not None:
        place = each.opening_place
        note = f"{each.number}. Opened in public: {place or 'the same day'}"
        yield Entry(Kind.BIDS, each.pk, due, "Bids due", each.title, note, url, place)
        note = f"{each.number}. Everyone may come"
        yield Entry(Kind.OPENING, each.pk, due, "Bids are opened", each.title, note, url, place)


def _of_contracts(asked: Asked, window: Window, pk: int | None) -> Iterator[Entry]:
    running = [ContractStatus.ACTIVE, ContractStatus.EXTENDED, ContractStatus.TERMINATED]
    stands = Q(status__in=running) | Q(ends_on__lte=timezone.localtime(window.now).date())
    public = Contract.objects.visible_to(PUBLIC).filter(stands, window.over("ends_on", days=True))
    for word in asked.words:
        price = PriceLine.objects.filter(contract=OuterRef("pk"), description__icontains=word)
        said = Q(title__icontains=word) | Q(number__icontains=word)
        public = public.filter(said | Q(vendor__organisation__name__icontains=word) | Exists(price))
    chosen = window.nearest(public.select_related("vendor__organisation"), "ends_on", pk)
    acts = _acts_on(chosen, ACTS_ON_CONTRACTS)
    for each in chosen:
        note, url = f"Contract {each.number}, {each.vendor}", find_url_of("contracts:detail", each.pk)
        what, at = "Contract no longer takes orders", _start_of(each.ends_on)
        entry = Entry(Kind.CONTRACT, each.pk, at, what, each.title, note, url, whole_day=True)
        cancelled, first = each.status == ContractStatus.TERMINATED, each.signed_at or each.created_at
        yield _versioned(entry, acts.get(each.pk), first=first, cancelled=cancelled)


@dataclass(frozen=True)
class Acts:
    """How many acts set or took back a record's dates, and when the last of them was done."""

    number: int
    last: datetime


def _acts_on(records: Sequence[Model], verbs: Sequence[str]) -> dict[int, Acts]:
    """Read from the trail how often the dates of some records were set, and when last."""
    if not records:
        return {}
    kind = ContentType.objects.get_for_model(records[0])
    acts = Act.objects.filter(subject_type=kind, subject_id__in=[each.pk for each in records], verb__in=verbs)
    counted = acts.order_by().values("subject_id").annotate(number=Count("pk"), last=Max("at"))
    return {row["subject_id"]: Acts(row["number"], row["last"]) for row in counted}


def _versioned(entry: Entry, acts: Acts | None, *, first: datetime, cancelled: bool) -> Entry:
    """Give an entry its version. What was called off after its date had come was not called off on that date."""
    changed = acts.last if acts else first
    return replace(
        entry,
        changed_at=changed,
        version=acts.number - 1 if acts else 0,
        cancelled=cancelled and changed < entry.at,
    )


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
