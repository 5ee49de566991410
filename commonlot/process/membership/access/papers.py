"""Which papers the county asks of vendors, how they stand, and whether a vendor may take new order lines."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import prefetch_related_objects
from django.utils import timezone

from commonlot.kernel.actor import Role
from commonlot.kernel.policy import Policy
from commonlot.process.membership import rules
from commonlot.process.membership.access.people import is_staff
from commonlot.process.membership.models import Certificate, PaperDemand, Vendor
from commonlot.process.membership.queries.law import home_law
from commonlot.process.membership.states import CertificateStatus
from commonlot.records.access.models import AnySeat
from commonlot.records.legal.queries import Law
from commonlot.records.legal.rules import Outcome

VENDOR_PATH = "VENDOR"


def demands() -> list[rules.Demand]:
    """Return what the county's contracts ask of each kind of paper: the list that ships, as the county changed it."""
    changed = {each.kind: each for each in PaperDemand.objects.all()}
    return [
        replace(each, when_lapsed=changed[kind].when_lapsed, when_missing=changed[kind].when_missing)
        if kind in changed
        else each
        for kind, each in rules.DEMANDS.items()
    ]


def standings_of(
    vendor: Vendor, *, on: date, asked: Iterable[rules.Demand] | None = None
) -> list[rules.Standing]:
    """Say how each required paper of a vendor stands on a day; certificates that were prefetched are not read again."""
    held = [
        rules.Held(each.kind, each.starts_on, each.ends_on)
        for each in vendor.certificates.all()
        if not each.is_refused
    ]
    required = [each for each in (demands() if asked is None else asked) if each.is_required]
    return [rules.standing_of(each, held, on=on) for each in required]


@dataclass(frozen=True)
class OrderAnswer:
    """Whether a vendor may take new order lines on a day: why not, or what to ask it for."""

    why_not: str | None
    ask_for: tuple[str, ...] = ()


def answers_for_orders(
    vendors: Iterable[Vendor], *, on: date, law: Law | None = None
) -> dict[int, OrderAnswer]:
    """Say for each of many vendors whether it may take new order lines, by the law and the county's list."""
    listed = list({each.pk: each for each in vendors}.values())
    if not listed:
        return {}
    prefetch_related_objects(listed, "certificates")
    law, asked = law or home_law(), demands()
    return {each.pk: _answer(each, standings_of(each, on=on, asked=asked), law, on=on) for each in listed}


def _answer(vendor: Vendor, standings: list[rules.Standing], law: Law, *, on: date) -> OrderAnswer:
    answer = law.ask(VENDOR_PATH, rules.facts_of(standings), on=on)
    ask_for = tuple(each.demand.name for each in standings if each.answer == "ask")
    blocking = [each for each in answer.because if each.kind == "blocked"]
    reasons = [_words(each) for each in standings if each.answer == "block"]
    if answer.outcome is not Outcome.BLOCKED and not (reasons and answer.because):
        return OrderAnswer(None, ask_for)
    cited = "; ".join(dict.fromkeys(f"{each.rule.code}, {each.rule.citation}" for each in blocking))
    why = " and ".join(reasons) or blocking[0].sentence
    by = cited or "asked for by the county"
    return OrderAnswer(
        f"{vendor} takes no new order lines: {why} ({by}). Orders that were sent stay as they are.",
        ask_for,
    )


def _words(standing: rules.Standing) -> str:
    if standing.ends_on is None:
        return f"its {standing.demand.name} is not on file"
    return f"its {standing.demand.name} lapsed on {standing.ends_on:%b} {standing.ends_on.day}, {standing.ends_on.year}"


@Policy
def take_new_order_lines(actor: AnySeat, vendor: Vendor, *, now: datetime) -> str | None:
    """Whoever orders, from a vendor whose required papers are in force today."""
    today = timezone.localdate(now)
    return answers_for_orders([vendor], on=today)[vendor.pk].why_not


@Policy
def check_certificate(actor: AnySeat, certificate: Certificate, *, now: datetime) -> str | None:
    """A buyer or the purchasing agent of the county, while nobody looked at what the vendor states."""
    if reason := _why_not_look(actor, certificate):
        return reason
    if certificate.status == CertificateStatus.CHECKED:
        return "This certificate was checked already."
    return None


@Policy
def refuse_certificate(actor: AnySeat, certificate: Certificate, *, now: datetime) -> str | None:
    """A buyer or the purchasing agent of the county; also one that was checked, where it turns out to be wrong."""
    return _why_not_look(actor, certificate)


def _why_not_look(actor: AnySeat, certificate: Certificate) -> str | None:
    if not (actor.is_county and actor.has(Role.BUYER, Role.PURCHASING_AGENT)):
        return "Only a buyer or the purchasing agent of the county checks what vendors state."
    if certificate.status == CertificateStatus.REFUSED:
        return "This certificate was refused. The vendor adds a new one."
    if certificate.kind in rules.STATEMENTS and hasattr(certificate, "attestation"):
        return "This was signed here, word for word. It is the company’s own word and is not checked."
    return None


@Policy
def change_demands(actor: AnySeat, *, now: datetime) -> str | None:
    """The county's purchasing agent."""
    if actor.is_county and actor.has(Role.PURCHASING_AGENT):
        return None
    return "Only the purchasing agent changes which papers the county asks of its vendors."


@Policy
def see_demands(actor: AnySeat, *, now: datetime) -> str | None:
    """The county's purchasing staff."""
    return None if is_staff(actor) else "Only the county's purchasing staff see this page."


@Policy
def certify(actor: AnySeat, vendor: Vendor, *, now: datetime) -> str | None:
    """A person of the vendor itself: nobody certifies for a company that is not theirs."""
    if actor.organisation_pk == vendor.organisation_id and actor.has(
        Role.VENDOR_REPRESENTATIVE, Role.VENDOR_ADMINISTRATOR
    ):
        return None
    return "Only a person of the company itself can certify this."
