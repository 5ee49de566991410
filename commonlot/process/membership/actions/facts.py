"""What an agency states about itself: kept by its administrator or the county, every change on the trail."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, queries, rules
from commonlot.process.membership.models import Agency, AgencyFacts, columns_of
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.actions import Act, record, record_many


@transaction.atomic
def change_facts(*, agency_id: int, facts: rules.StatedFacts, actor: AnySeat, now: datetime) -> AgencyFacts:
    """Change what an agency states: newspapers, thresholds, authorities, contact, the sites named at joining."""
    agency = Agency.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=agency_id)
    access.keep_facts.require(actor, agency, now=now)
    check_facts(facts, state=agency.state, now=now)
    kept = AgencyFacts.objects.filter(agency=agency).first()
    changed = rules.changes(kept.facts if kept is not None else rules.StatedFacts(), facts)
    if kept is not None and not changed:
        return kept
    kept, _ = AgencyFacts.objects.update_or_create(
        agency=agency, defaults={**columns_of(facts), "changed_at": now}
    )
    record(at=now, actor=actor, verb="membership.facts_changed", subject=agency, **changed)
    return kept


@transaction.atomic
def change_newspapers(*, newspapers: Mapping[int, Sequence[str]], actor: AnySeat, now: datetime) -> None:
    """Change the official newspapers of agencies, and nothing else that they state; the law is read once."""
    locked = Agency.objects.select_for_update(of=("self",)).select_related("organisation")
    agencies = list(locked.filter(pk__in=newspapers))
    kept = {each.agency_id: each for each in AgencyFacts.objects.filter(agency__in=newspapers)}
    today = timezone.localdate(now)
    states = {agency.state for agency in agencies}
    thresholds = {state: queries.legal_thresholds(state=state, on=today) for state in states}
    rows, acts = list[AgencyFacts](), list[Act]()
    for agency in agencies:
        access.keep_facts.require(actor, agency, now=now)
        before = kept[agency.pk].facts if agency.pk in kept else rules.StatedFacts()
        facts = replace(before, newspapers=tuple(newspapers[agency.pk]))
        _refuse_faults(facts, thresholds[agency.state], today=today)
        if changed := rules.changes(before, facts):
            rows.append(AgencyFacts(agency=agency, changed_at=now, **columns_of(facts)))
            acts.append(Act("membership.facts_changed", agency, changed))
    AgencyFacts.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["agency"], update_fields=["newspapers", "changed_at"]
    )
    record_many(acts, at=now, actor=actor)


def check_facts(facts: rules.StatedFacts, *, state: str, now: datetime) -> None:
    """Refuse facts that cannot stand, such as a threshold above that of the agency's state."""
    today = timezone.localdate(now)
    _refuse_faults(facts, queries.legal_thresholds(state=state, on=today), today=today)


def _refuse_faults(
    facts: rules.StatedFacts, thresholds: Mapping[str, rules.Threshold], *, today: date
) -> None:
    if fault := rules.why_not_facts(facts, thresholds, today=today):
        raise Refused(fault[1], field=fault[0])
