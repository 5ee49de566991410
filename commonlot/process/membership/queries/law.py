"""What membership asks of the law: who may join, whether a vote carries, and what to cite."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from commonlot.process.membership import rules
from commonlot.process.membership.models import Agency
from commonlot.records.access.models import Organisation
from commonlot.records.legal.places import in_new_york_city
from commonlot.records.legal.queries import Law, the_law
from commonlot.records.legal.rules import Answer, Facts, LegalRule, Outcome, uncertain_beside

LIMITS = {"purchase_threshold": "BID-1", "public_work_threshold": "BID-2"}


def home_state() -> str:
    """Return the state of the lead agency, whose law bounds its own bids and contracts; empty before it is founded."""
    lead = Agency.objects.filter(organisation__kind=Organisation.Kind.LEAD_AGENCY)
    return lead.values_list("state", flat=True).first() or ""


def home_law() -> Law:
    """Read the law of the lead agency's state."""
    return the_law(home_state())


def may_join(*, kind: str, county: str, state: str, on: date) -> Answer:
    """Ask the law of a body's own state whether it may take part, on a day; across a state line counsel is asked."""
    in_city = in_new_york_city(county) if state == "NY" else False
    facts: Facts = {"agency_kind": kind, "state": state, "in_new_york_city": in_city}
    answer, home = the_law(state).ask("JOIN", facts, on=on), home_state()
    if home in ("", state):
        return answer
    return uncertain_beside(
        answer,
        f"It belongs to {state} and the lead agency to {home}. Whether they may agree across the state line, "
        "counsel must say.",
    )


def vote_carries(*, state: str, votes_for: int, votes_of: int, on: date) -> Answer:
    """Ask the law of an agency's state whether so many votes of its board's full strength carry an agreement."""
    return the_law(state).ask("AGREE", {"percent_for": rules.percent_for(votes_for, votes_of)}, on=on)


def is_vote_uncertain(*, state: str, on: date) -> bool:
    """Say whether the law of a state leaves open what adopts an agreement, even by every vote there is."""
    return vote_carries(state=state, votes_for=1, votes_of=1, on=on).outcome is Outcome.UNCERTAIN


@dataclass(frozen=True)
class Authority:
    """What the law comes to with what an agency states of an authority, and the rule on which it hangs."""

    outcome: Outcome
    says: str
    rule: str


def authorities(facts: rules.StatedFacts, *, state: str, on: date) -> Mapping[str, Authority]:
    """Ask whether an agency may award by best value, and take electronic bids, with what it states."""
    law, known = the_law(state), {"yes": True, "no": False}
    by_value: Facts = {"is_public_work": False, "best_value_authority": known.get(facts.best_value)}
    electronic: Facts = {"electronic_authority": known.get(facts.electronic_bids)}
    return {
        "best_value": _authority(law.ask("BESTVALUE", by_value, on=on)),
        "electronic_bids": _authority(law.ask("ELECTRONIC", electronic, on=on)),
    }


def _authority(answer: Answer) -> Authority:
    met = tuple(each for each in answer.findings if each.kind == "met")
    decisive = (answer.because or answer.missing or met)[-1]
    return Authority(answer.outcome, decisive.sentence, f"{decisive.rule.code}, {decisive.rule.citation}")


def legal_thresholds(*, state: str, on: date) -> Mapping[str, rules.Threshold]:
    """Return the amounts above which a state's law asks for sealed bids on a day, by the field they bound."""
    law = rules_by_code(the_law(state), on=on)
    return {
        field: rules.Threshold(rule.number, rule.citation)
        for field, code in LIMITS.items()
        if (rule := law.get(code)) is not None and rule.number is not None
    }


def rules_by_code(law: Law, *, on: date) -> Mapping[str, LegalRule]:
    """Return every rule as it stands on a day, by its code."""
    return {rule.code: rule for rule in law.rules if rule.holds_on(on)}
