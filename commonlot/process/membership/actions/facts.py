"""What an agency states about itself: kept by its administrator or the county, every change on the trail."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, queries, rules
from commonlot.process.membership.models import Agency, AgencyFacts, columns_of
from commonlot.records.access.models import AnySeat
from commonlot.records.audit.actions import record


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
def change_newspapers(
    *, agency_id: int, newspapers: Sequence[str], actor: AnySeat, now: datetime
) -> AgencyFacts:
    """Change an agency's official newspapers, and nothing else that it states."""
    kept = AgencyFacts.objects.filter(agency=agency_id).first()
    facts = replace(kept.facts if kept is not None else rules.StatedFacts(), newspapers=tuple(newspapers))
    return change_facts(agency_id=agency_id, facts=facts, actor=actor, now=now)


def check_facts(facts: rules.StatedFacts, *, state: str, now: datetime) -> None:
    """Refuse facts that cannot stand, such as a threshold above that of the agency's state."""
    today = timezone.localdate(now)
    if fault := rules.why_not_facts(facts, queries.legal_thresholds(state=state, on=today), today=today):
        raise Refused(fault[1], field=fault[0])
