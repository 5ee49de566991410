"""What the county has to do about its vendors: new registrations, likely twins, and papers that lapse."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from commonlot.kernel.actor import Role
from commonlot.process.contracts.models import Contract
from commonlot.process.contracts.states import IN_FORCE
from commonlot.process.membership.access import answers_for_orders, demands, standings_of
from commonlot.process.membership.models import Vendor
from commonlot.process.membership.queries import suspected_twins, unchecked_certificates, unchecked_vendors
from commonlot.records.access.models import Seat
from commonlot.web.menu import find_url
from commonlot.web.todo.task import Task, page_of
from commonlot.web.words import count

MOST = 20
TOO_MANY_TO_NAME = 3
ENDS_SOON = timedelta(days=30)


def vendors_to_look_at(seat: Seat, *, now: datetime) -> Iterator[Task]:
    """Give what a buyer or the purchasing agent must look at; papers count where a contract is in force."""
    if not seat.has(Role.BUYER, Role.PURCHASING_AGENT):
        return
    for twin in suspected_twins()[:MOST]:
        yield Task(
            f"The same company? {twin.newer} and {twin.older}",
            f"Because: {twin.reasons}.",
            tag="Registered twice?",
            url=page_of(twin, "membership:twin", index="membership:vendors"),
        )
    for vendor in unchecked_vendors().exclude(twins_found__status="suspected")[:MOST]:
        yield Task(
            f"Check the registration of {vendor}",
            f"{vendor.number} registered itself; it may bid meanwhile.",
            tag="New vendor",
            url=page_of(vendor, "membership:vendor", index="membership:vendors"),
        )
    yield from _stated(timezone.localdate(now))
    yield from _papers(timezone.localdate(now))


def _stated(today: date) -> Iterator[Task]:
    """One task for each vendor; where many wait, one for all of them, so that they hide nothing else."""
    kinds: dict[Vendor, list[str]] = {}
    for each in unchecked_certificates(on=today):
        kinds.setdefault(each.vendor, []).append(each.get_kind_display().lower())
    why = "Vendors state them. They count meanwhile; mark each as checked, or refuse it and say why."
    if len(kinds) > TOO_MANY_TO_NAME:
        papers = count(sum(len(each) for each in kinds.values()), "paper")
        yield Task(
            f"Check {papers} of {len(kinds)} vendors",
            why,
            tag="Not yet checked",
            url=f"{find_url('membership:vendors')}?papers=unchecked",
        )
        return
    for vendor, names in kinds.items():
        yield Task(
            f"Check what {vendor} states: {', '.join(names)}",
            why,
            tag="Not yet checked",
            url=page_of(vendor, "membership:vendor", index="membership:vendors"),
        )


def _papers(today: date) -> Iterator[Task]:
    under_contract = Contract.objects.filter(status__in=IN_FORCE, starts_on__lte=today, ends_on__gt=today)
    vendors = list(
        Vendor.objects.filter(pk__in=under_contract.values("vendor"))
        .select_related("organisation")
        .prefetch_related("certificates")
    )
    answers, asked = answers_for_orders(vendors, on=today), demands()
    for vendor in vendors:
        url = page_of(vendor, "membership:vendor", index="membership:vendors")
        if why := answers[vendor.pk].why_not:
            yield Task(f"Ask {vendor} for its papers", why, tag="Stops new orders", kind="risk", url=url)
        for each in standings_of(vendor, on=today, asked=asked):
            if each.ends_on and today < each.ends_on <= today + ENDS_SOON:
                yield Task(
                    f"Ask {vendor} to renew its {each.demand.name}",
                    "From that day on nobody can add order lines for it.",
                    each.ends_on,
                    tag="Lapses soon",
                    kind="plain",
                    url=url,
                )
