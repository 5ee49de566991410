"""By which legal path an agency may use a contract, and what the law says about it on a day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from commonlot.process.contracts.models import Contract, ContractParticipation, PathMemo
from commonlot.process.membership.access import answers_for_orders
from commonlot.process.membership.models import Agency
from commonlot.process.requirements.models import Participation
from commonlot.records.legal.places import in_new_york_city
from commonlot.records.legal.queries import Law, the_law
from commonlot.records.legal.rules import Answer, Fact, Facts, Finding, Outcome

LOOKS = {Outcome.ALLOWED: "ok", Outcome.UNCERTAIN: "ask", Outcome.BLOCKED: "no"}


@dataclass(frozen=True)
class PathView:
    """The path of one agency to one contract, as a screen shows it."""

    contract: Contract
    participation: ContractParticipation | None
    answer: Answer
    why_no_new_lines: str | None = None

    @property
    def letter(self) -> str:
        """The letter of the path."""
        return self.answer.asked.code

    @property
    def name(self) -> str:
        """The name of the path."""
        return self.answer.asked.name

    @property
    def look(self) -> str:
        """How the badge looks: ok, ask or no; without a mark while the agency has its own part to state."""
        return "open" if self.awaits_the_agency else LOOKS[self.answer.outcome]

    @property
    def outcome(self) -> Outcome:
        """Allowed, blocked or uncertain."""
        return self.answer.outcome

    @property
    def is_blocked(self) -> bool:
        """Say whether the law blocks it."""
        return self.outcome is Outcome.BLOCKED

    @property
    def is_uncertain(self) -> bool:
        """Say whether counsel must be asked; what the agency itself will state is no doubt of law."""
        return self.outcome is Outcome.UNCERTAIN and not self.awaits_the_agency

    @property
    def awaits_the_agency(self) -> bool:
        """Say whether nothing stands against it but what the agency itself has still to state."""
        return self.answer.awaits_the_agency

    @property
    def may_come(self) -> bool:
        """Say whether it is used already, or can be without asking counsel."""
        return not self.is_blocked and not self.is_uncertain

    @property
    def may_order(self) -> bool:
        """Say whether the agency takes part and nothing blocks it; what was uncertain was advised on then."""
        return self.takes_part and self.why_no_new_lines is None

    @property
    def takes_part(self) -> bool:
        """Say whether the agency takes part by a path that the law leaves open."""
        return self.participation is not None and not self.is_blocked

    @property
    def why(self) -> Finding | None:
        """The finding that decides against it."""
        return self.answer.because[0] if self.answer.because else None


class PathReader:
    """Answers for one agency and many contracts, with a fixed number of queries in all.

    With `orders`, also whether the vendors of its contracts may take new order lines.
    """

    def __init__(
        self,
        agency: Agency,
        contracts: Collection[Contract],
        *,
        on: date,
        law: Law | None = None,
        orders: bool = False,
    ) -> None:
        self.agency, self.on, self.law = agency, on, law or the_law(agency.state)
        parts = ContractParticipation.objects.filter(
            agency=agency, contract__in=[each.pk for each in contracts]
        )
        self.parts = {part.contract_id: part for part in parts}
        sellers = [each.vendor for each in contracts if orders and each.pk in self.parts]
        self.sellers = answers_for_orders(sellers, on=on, law=self.law)
        self.stated = _days_of_stating(agency, self.parts)
        self.agreements = list(agency.agreements.filter(board_voted_on__isnull=False))

    def view(self, contract: Contract, more: Mapping[str, Fact] | None = None) -> PathView:
        """Return the path to one contract; `more` are facts that the agency states itself."""
        part = self.parts.get(contract.pk)
        facts: Facts = {**self._facts(contract, part), **(more or {})}
        letter = part.path if part is not None else _letter(self.agency, contract)
        answer = self.law.assess(letter, facts, on=self.on)
        seller = self.sellers.get(contract.vendor_id)
        return PathView(contract, part, answer, seller.why_not if seller else None)

    def _facts(self, contract: Contract, part: ContractParticipation | None) -> dict[str, Fact]:
        joined = timezone.localdate(part.adopted_at) if part is not None else self.on
        stated = self.stated.get(contract.pk, joined)
        return {
            "contract_in_force": contract.is_in_force(self.on),
            "let_by": contract.let_by_kind,
            "let_to_lowest": contract.let_to_lowest,
            "by_best_value": False if contract.let_to_lowest else None,
            "use_by_others": contract.use_by_others,
            "is_public_work": contract.is_public_work,
            "is_service": contract.is_service,
            "service_is_for_goods": contract.service_is_for_goods,
            "needs_labor": contract.is_service or contract.is_public_work,
            "several_winners": contract.several_winners,
            "agency_kind": self.agency.kind,
            "in_new_york_city": in_new_york_city(self.agency.county),
            "state": self.agency.state,
            "took_part": part is not None and part.path == ContractParticipation.Path.COOPERATIVE,
            "agreement_in_force": _is_lead(self.agency, contract) or self._had_agreement(stated, joined),
            "own_bids": "none" if part is not None else None,
            "statement": "filed" if part is not None else None,
        }

    def _had_agreement(self, *days: date) -> bool:
        return any(each.counted_on(day) for each in self.agreements for day in days)


def _days_of_stating(agency: Agency, parts: Mapping[int, ContractParticipation]) -> dict[int, date]:
    """Return, by contract, the day on which the agency joined the pool that was bid: it took part from then on."""
    cooperative = [pk for pk, part in parts.items() if part.path == ContractParticipation.Path.COOPERATIVE]
    if not cooperative:
        return {}
    joined = Participation.objects.filter(agency=agency, answered_at__isnull=False)
    rows = joined.filter(pool__solicitations__contracts__in=cooperative)
    days = rows.values_list("pool__solicitations__contracts", "answered_at")
    return {pk: timezone.localdate(at) for pk, at in days if at is not None}


def _is_lead(agency: Agency, contract: Contract) -> bool:
    return agency.organisation_id == contract.lead_agency_id


def _letter(agency: Agency, contract: Contract) -> str:
    """Name the path of an agency that has not joined: its own bid, a county's contract, or another's."""
    if contract.let_by_kind != Contract.LetBy.COUNTY:
        return ContractParticipation.Path.PIGGYBACK
    if _is_lead(agency, contract) and not contract.let_by:
        return ContractParticipation.Path.OWN
    return ContractParticipation.Path.COUNTY


def path_of(
    contract: Contract, agency: Agency, on: date, *, statement: str = "", own_bids: str | None = None
) -> PathView:
    """Return the path of an agency to a contract on a day, with the law's answer."""
    more: dict[str, Fact] = {}
    if statement:
        more["statement"] = statement
    if own_bids:
        more["own_bids"] = own_bids
    return PathReader(agency, [contract], on=on, orders=True).view(contract, more)


def memo_of(part: ContractParticipation) -> PathMemo | None:
    """Return the memo that was filed for an agency's path, if one was."""
    return PathMemo.objects.filter(participation=part).select_related("document", "filed_by__user").first()
