"""What membership asks of the law: who may join, whether a vote carries, and what to cite."""

from collections.abc import Mapping
from datetime import date

from commonlot.process.membership import rules
from commonlot.records.legal.places import in_new_york_city
from commonlot.records.legal.queries import Law, the_law
from commonlot.records.legal.rules import Answer, Facts, LegalRule

LIMITS = {"purchase_threshold": "BID-1", "public_work_threshold": "BID-2"}


def may_join(*, kind: str, county: str, state: str, on: date) -> Answer:
    """Ask whether such a body may take part under a cooperation agreement, on a day."""
    in_city = in_new_york_city(county) if state == "NY" else False
    facts: Facts = {"agency_kind": kind, "state": state, "in_new_york_city": in_city}
    return the_law().ask("JOIN", facts, on=on)


def vote_carries(*, votes_for: int, votes_of: int, on: date) -> Answer:
    """Ask whether so many votes of a board's full strength carry an agreement, on the day of the vote."""
    return the_law().ask("AGREE", {"percent_for": rules.percent_for(votes_for, votes_of)}, on=on)


def legal_thresholds(*, on: date) -> Mapping[str, rules.Threshold]:
    """Return the amounts above which the law asks for sealed bids on a day, by the field they bound."""
    law = rules_by_code(the_law(), on=on)
    return {
        field: rules.Threshold(rule.number, rule.citation)
        for field, code in LIMITS.items()
        if (rule := law.get(code)) is not None and rule.number is not None
    }


def rules_by_code(law: Law, *, on: date) -> Mapping[str, LegalRule]:
    """Return every rule as it stands on a day, by its code."""
    return {rule.code: rule for rule in law.rules if rule.holds_on(on)}
