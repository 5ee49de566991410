"""The life of a contract: entered, put into force, ended."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.kernel.money import UnitPrice
from commonlot.process.award import actions as award_actions
from commonlot.process.award.states import AwardStatus
from commonlot.process.contracts import access, rules
from commonlot.process.contracts.actions import letters
from commonlot.process.contracts.models import Contract, ContractParticipation, PriceLine
from commonlot.process.contracts.states import CONTRACT_MOVES, IN_FORCE, ContractStatus
from commonlot.process.membership.models import Agency, Vendor
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record


@transaction.atomic
def enter_contract(
    *,
    number: str,
    title: str,
    vendor_id: int,
    starts_on: date,
    ends_on: date,
    prices: Sequence[Mapping[str, Any]],
    actor: Seat,
    now: datetime,
    use_by_others: bool = False,
    let_to_lowest: bool = True,
    is_public_work: bool = False,
    is_service: bool = False,
    service_is_for_goods: bool = False,
    several_winners: bool = False,
    let_by_kind: str = Contract.LetBy.COUNTY,
    let_by: str = "",
) -> Contract:
    """Enter a contract that exists already; another person puts it into force. It no longer holds on ends_on."""
    access.enter.require(actor, now=now)
    _refuse_wrong_facts(
        number=number,
        starts_on=starts_on,
        ends_on=ends_on,
        prices=prices,
        let_by_kind=let_by_kind,
        let_by=let_by,
    )
    contract = Contract.objects.create(
        number=number.strip(),
        title=title.strip(),
        vendor=Vendor.objects.get(pk=vendor_id),
        lead_agency_id=actor.organisation_id,
        starts_on=starts_on,
        ends_on=ends_on,
        use_by_others=use_by_others,
        let_to_lowest=let_to_lowest,
        is_public_work=is_public_work,
        is_service=is_service,
        service_is_for_goods=service_is_for_goods,
        several_winners=several_winners,
        let_by_kind=let_by_kind,
        let_by=let_by.strip(),
        created_at=now,
    )
    PriceLine.objects.bulk_create(_price(contract, i, each) for i, each in enumerate(prices, start=1))
    own = Agency.objects.filter(organisation_id=actor.organisation_id).first()
    if own is not None and let_by_kind == Contract.LetBy.COUNTY and not let_by.strip():
        ContractParticipation.objects.create(
            contract=contract, agency=own, path="A", adopted_at=now, adopted_by=actor
        )
    record(at=now, actor=actor, verb="contracts.entered", subject=contract, lines=len(prices))
    return contract


def _refuse_wrong_facts(
    *,
    number: str,
    starts_on: date,
    ends_on: date,
    prices: Sequence[Mapping[str, Any]],
    let_by_kind: str,
    let_by: str,
) -> None:
    if Contract.objects.filter(number=number.strip()).exists():
        raise Refused(f"Contract {number.strip()} is entered already.", field="number")
    if ends_on <= starts_on:
        raise Refused("A contract must end after it starts.", field="last_day")
    if not prices:
        raise Refused("Type at least one price.")
    if let_by_kind != Contract.LetBy.COUNTY and not let_by.strip():
        raise Refused("Name the government that awarded it.", field="let_by")


def _price(contract: Contract, number: int, facts: Mapping[str, Any]) -> PriceLine:
    base, per_unit = rules.base_of(str(facts["unit"]))
    return PriceLine(
        contract=contract,
        number=number,
        description=str(facts["description"]).strip(),
        unit=str(facts["unit"]).strip(),
        base_unit=facts.get("base_unit") or base,
        base_per_unit=Decimal(facts.get("base_per_unit") or per_unit),
        unit_price=UnitPrice.of(facts["unit_price"]).amount,
        valid_from=contract.starts_on,
    )


@transaction.atomic
def sign_contract(*, contract_id: int, actor: Seat, now: datetime) -> Contract:
    """Put a contract into force and tell its vendor and every agency that takes part."""
    contract = Contract.objects.select_for_update().get(pk=contract_id)
    access.sign.require(actor, contract, now=now)
    workflow.check_move(CONTRACT_MOVES, contract.status, ContractStatus.ACTIVE)
    if contract.ends_on <= timezone.localdate(now):
        raise Refused("This contract has ended already, so it is not put into force.")

    contract.status, contract.signed_at = ContractStatus.ACTIVE, now
    contract.save(update_fields=["status", "signed_at"])
    record(at=now, actor=actor, verb="contracts.signed", subject=contract, within=contract.award)
    letters.tell_of_contract(contract, now=now)
    _put_award_into_force(contract, actor=actor, now=now)
    return contract


def _put_award_into_force(contract: Contract, *, actor: Seat, now: datetime) -> None:
    award = contract.award
    if award is None or award.status != AwardStatus.APPROVED:
        return
    if not award.contracts.filter(status=ContractStatus.DRAFT).exists():
        award_actions.mark_active(award_id=award.pk, actor=actor, now=now)


@transaction.atomic
def expire_contracts(*, now: datetime) -> list[Contract]:
    """End every contract whose last day is over; the clock does it, and the trail says so."""
    today = timezone.localdate(now)
    over = list(Contract.objects.select_for_update().filter(status__in=IN_FORCE, ends_on__lte=today))
    for contract in over:
        workflow.check_move(CONTRACT_MOVES, contract.status, ContractStatus.EXPIRED)
        contract.status = ContractStatus.EXPIRED
        contract.save(update_fields=["status"])
        record(
            at=now, actor=None, verb="contracts.expired", subject=contract, last_day=str(contract.last_day)
        )
    return over
