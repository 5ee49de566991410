"""Finding entries that may be one company, and what a person decides about them: nothing merges by itself."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from commonlot.kernel import workflow
from commonlot.kernel.actor import Role
from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, rules
from commonlot.process.membership.models import LikelyTwin, Vendor
from commonlot.process.membership.queries.companies import Companies
from commonlot.process.membership.states import TWIN_MOVES, VENDOR_MOVES, TwinStatus, VendorStatus
from commonlot.records.access.models import AnySeat, Seat
from commonlot.records.audit.actions import Act, record, record_many
from commonlot.records.notices.actions import post
from commonlot.records.streams import write_rows

MOST = 5


def look_for_twins(vendor: Vendor, *, now: datetime, companies: Companies | None = None) -> list[LikelyTwin]:
    """Write down with whom a vendor may be one company; a pair that was asked about is not asked about again.

    companies: what was read of all of them, where many are looked for in one transaction.
    """
    pairs = LikelyTwin.objects.filter(Q(newer=vendor) | Q(older=vendor)).values_list("newer_id", "older_id")
    asked = {pk for pair in pairs for pk in pair}
    found = (companies or Companies()).like(vendor, but=asked)[:MOST]
    others = Vendor.objects.select_related("organisation").in_bulk([pk for pk, _ in found]) if found else {}
    pairs_found = [(others[pk], vendor, because) for pk, because in found]
    return _suspect(pairs_found, now=now)


def look_for_twins_of_new(
    vendors: Sequence[Vendor], *, now: datetime, companies: Companies
) -> list[LikelyTwin]:
    """Write down with whom new vendors may be one company: those known before, and those before it among them."""
    found = [(companies.like(each, but=set(), is_new=True)[:MOST], each) for each in vendors]
    wanted = {pk for pairs, _ in found for pk, _ in pairs}
    others = Vendor.objects.select_related("organisation").in_bulk(wanted) if wanted else {}
    return _suspect(
        [(others[pk], vendor, because) for pairs, vendor in found for pk, because in pairs], now=now
    )


def _suspect(pairs: Iterable[tuple[Vendor, Vendor, list[str]]], *, now: datetime) -> list[LikelyTwin]:
    made, acts = list[LikelyTwin](), list[Act]()
    for one, other, because in pairs:
        older, newer = sorted((one, other), key=lambda each: each.pk)
        made.append(LikelyTwin(newer=newer, older=older, because=because, found_at=now))
        acts.append(Act("membership.twin_suspected", newer, {"like": str(older), "because": because}))
    write_rows(made)
    record_many(acts, at=now, actor=None)
    return made


def _lock_twin(twin_id: int) -> LikelyTwin:
    return (
        LikelyTwin.objects.select_for_update(of=("self",))
        .select_related("newer__organisation", "older__organisation")
        .get(pk=twin_id)
    )


@transaction.atomic
def tell_apart(*, twin_id: int, actor: AnySeat, now: datetime) -> LikelyTwin:
    """Say that two entries are two companies; they are not asked about again."""
    twin = _lock_twin(twin_id)
    access.decide_twin.require(actor, twin, now=now)
    _decide(twin, TwinStatus.DIFFERENT, actor=actor, now=now)
    record(
        at=now,
        actor=actor,
        verb="membership.vendors_told_apart",
        subject=twin.newer,
        within=twin.older,
        from_vendor=twin.older.number,
    )
    return twin


@transaction.atomic
def fold_vendor(*, twin_id: int, actor: AnySeat, now: datetime) -> Vendor:
    """Fold the newer of two entries into the older: contacts, papers and people move, and nothing is lost."""
    twin = _lock_twin(twin_id)
    access.decide_twin.require(actor, twin, now=now)
    newer, older = (
        Vendor.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=pk)
        for pk in (twin.newer_id, twin.older_id)
    )
    if older.status == VendorStatus.FOLDED:
        raise Refused(f"{older.number} was itself folded into another entry. Look at that one.")
    workflow.check_move(VENDOR_MOVES, newer.status, VendorStatus.FOLDED)
    _require_nothing_elsewhere(newer)

    _decide(twin, TwinStatus.SAME, actor=actor, now=now)
    moved = _move_facts(newer, older)
    seats = newer.organisation.seats.current(now=now).select_related("user")
    people = [_move_person(seat, older, now=now) for seat in seats]
    newer.status, newer.folded_into = VendorStatus.FOLDED, older
    newer.save(update_fields=["status", "folded_into"])
    _ask_about_the_older(newer, older, now=now)
    record(
        at=now,
        actor=actor,
        verb="membership.vendor_folded",
        subject=newer,
        within=older,
        into=older.number,
        people=[str(each.user) for each in people],
        **moved,
    )
    _tell_people(older, people, now=now)
    return older


def _decide(twin: LikelyTwin, to: TwinStatus, *, actor: AnySeat, now: datetime) -> None:
    workflow.check_move(TWIN_MOVES, twin.status, to)
    twin.status, twin.decided_at, twin.decided_by_id = to, now, actor.pk
    twin.save(update_fields=["status", "decided_at", "decided_by"])


def _require_nothing_elsewhere(vendor: Vendor) -> None:
    """Refuse where a later stage refers to the entry: its bids and contracts stay with whom they were made."""
    used = sorted(
        str(model._meta.verbose_name)  # noqa: SLF001
        for model in apps.get_models()
        if model._meta.app_label != "membership"  # noqa: SLF001
        for field in model._meta.concrete_fields  # noqa: SLF001
        if field.related_model is Vendor and model._default_manager.filter(**{field.name: vendor}).exists()  # noqa: SLF001
    )
    if used:
        raise Refused(
            f"{vendor.number} has records of its own ({', '.join(used)}), which stay with whom they were made. "
            "Keep both entries, and end the seats that are not needed."
        )


def _move_facts(newer: Vendor, older: Vendor) -> dict[str, object]:
    """Move contacts and papers, and fill what the older entry does not say; its own words stay."""
    known = set(older.contacts.values_list("email", flat=True))
    purposes = {
        "for_bids": older.contacts.filter(for_bids=True).exists(),
        "for_orders": older.contacts.filter(for_orders=True).exists(),
    }
    moved = [each for each in newer.contacts.all() if each.email not in known]
    for contact in moved:
        contact.vendor = older
        contact.for_bids = contact.for_bids and not purposes["for_bids"]
        contact.for_orders = contact.for_orders and not purposes["for_orders"] and not older.email
        contact.save(update_fields=["vendor", "for_bids", "for_orders"])
    papers = newer.certificates.update(vendor=older) + newer.certifications.exclude(
        number__in=older.certifications.values("number")
    ).update(vendor=older)
    filled = [
        name
        for name in ("trade_name", "email", "phone", "address", "commodities")
        if not getattr(older, name)
    ]
    for name in filled:
        setattr(older, name, getattr(newer, name))
    older.commodity_codes = [
        c for c in rules.COMMODITIES if c in {*older.commodity_codes, *newer.commodity_codes}
    ]
    older.zones = [z for z in rules.ZONES if z in {*older.zones, *newer.zones}]
    older.save(update_fields=[*filled, "commodity_codes", "zones"])
    return {"contacts": [each.name for each in moved], "papers": papers}


def _move_person(seat: Seat, older: Vendor, *, now: datetime) -> Seat:
    """Give a person the seat at the older entry; an administrator of the older one is not joined by a stranger."""
    administered = older.organisation.seats.current(now=now).filter(
        roles__contains=[Role.VENDOR_ADMINISTRATOR.value]
    )
    roles = [Role.VENDOR_REPRESENTATIVE.value] if administered.exists() else list(seat.roles)
    there, is_new = Seat.objects.get_or_create(
        user=seat.user, organisation=older.organisation, defaults={"roles": roles, "created_at": now}
    )
    if not is_new and there.ended_at is not None and there.ended_at <= now:
        there.roles, there.ended_at = roles, None
        there.save(update_fields=["roles", "ended_at"])
    seat.ended_at = now
    seat.save(update_fields=["ended_at"])
    return there


def _ask_about_the_older(newer: Vendor, older: Vendor, *, now: datetime) -> None:
    """Ask about the older entry what was still asked about the newer: that is no entry of its own any more."""
    open_pairs = LikelyTwin.objects.filter(Q(newer=newer) | Q(older=newer), status=TwinStatus.SUSPECTED)
    open_pairs.delete()
    look_for_twins(older, now=now)


MOVED = """Hello {name},

{company} was registered with the county already, as {number}. The county put your registration together with
that entry: you now act for {company} there, and nothing you sent is lost.

Sign in as you did. If this is not your company, tell the county's purchasing office at once.
"""
JOINED = """{people} registered {company} on the county's site, which was registered already. The county's
purchasing office put the two together, so {people} may now act for {company}.

If you do not know this person, tell the county's purchasing office at once; an administrator of your company
can end the seat.
"""


def _tell_people(older: Vendor, people: list[Seat], *, now: datetime) -> None:
    names = " and ".join(str(each.user) for each in people)
    for seat in people:
        post(
            to=[seat.user.email],
            subject=f"You act for {older} now"[:200],
            text=MOVED.format(name=seat.user, company=older, number=older.number),
            cause="membership.vendor_folded",
            about=older,
            now=now,
        )
    others = {
        *older.organisation.seats.current(now=now)
        .exclude(pk__in=[each.pk for each in people])
        .values_list("user__email", flat=True),
        older.email,
    } - {"", *(each.user.email for each in people)}
    if people and others:
        post(
            to=sorted(others),
            subject=f"{names} may now act for {older}"[:200],
            text=JOINED.format(people=names, company=older),
            cause="membership.vendor_folded",
            about=older,
            now=now,
        )
